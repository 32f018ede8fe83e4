/// Reads a `multipart/form-data` body (RFC 7578, RFC 2046 §5.1) in whatever pieces it comes.
///
/// It is strict where two readers could differ: the body starts with its boundary, every part has one name, lines end with
/// CRLF. What it holds is bounded by one piece, one delimiter and the headers of one part.
struct MultipartParser {
    /// What comes out.
    enum Event: Equatable {
        /// A part begins.
        case part(MultipartHeader)
        /// Some of its content.
        case data([UInt8])
        /// It is complete.
        case end
    }

    private enum State {
        case start
        case header
        case content
        /// Behind a delimiter: `--` ends the body, CRLF begins a part.
        case delimiter
        case epilogue
    }

    /// The bytes of all header lines of one part.
    static let headerLimit = 8 * 1024
    /// What may follow the last boundary.
    private static let epilogueLimit = 8 * 1024

    private let delimiter: [UInt8]
    private var state = State.start
    private var buffer: [UInt8] = []
    private var epilogue = 0
    /// Whether the line break behind the headers is still there: it may be the first two bytes of a delimiter.
    private var pendingBreak = false

    /// - Parameter boundary: as the content type says it.
    init(boundary: [UInt8]) { delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundary }

    /// Takes a piece, and hands on what it brings.
    mutating func take(_ bytes: [UInt8], _ body: (Event) throws -> Void) throws {
        buffer += bytes
        var position = 0
        loop: while true {
            switch state {
            case .start:
                // The first delimiter has no line break before it.
                let opening = delimiter.dropFirst(2)
                guard buffer.count - position >= opening.count else {
                    guard opening.starts(with: buffer[position...]) else { throw Self.noBoundary }
                    break loop
                }
                guard buffer[position...].starts(with: opening) else { throw Self.noBoundary }
                position += opening.count
                state = .delimiter
            case .delimiter:
                guard buffer.count - position >= 2 else { break loop }
                switch (buffer[position], buffer[position + 1]) {
                case (0x2D, 0x2D): state = .epilogue
                case (0x0D, 0x0A): state = .header
                default: throw HTTPError.badRequest("a boundary of the form is followed by neither CRLF nor --")
                }
                position += 2
            case .header:
                guard let end = Self.find([0x0D, 0x0A, 0x0D, 0x0A], in: buffer, from: position) else {
                    guard buffer.count - position <= Self.headerLimit else { throw Self.longHeader }
                    break loop
                }
                guard end - position <= Self.headerLimit else { throw Self.longHeader }
                try body(.part(try MultipartHeader(buffer[position..<end])))
                // An empty content's delimiter begins with the line break that ends the headers.
                position = end + 2
                state = .content
                pendingBreak = true
            case .content:
                if pendingBreak {
                    guard buffer.count - position >= delimiter.count else { break loop }
                    pendingBreak = false
                    if !buffer[position...].starts(with: delimiter) { position += 2 }
                }
                if let found = Self.find(delimiter, in: buffer, from: position) {
                    if found > position { try body(.data(Array(buffer[position..<found]))) }
                    try body(.end)
                    position = found + delimiter.count
                    state = .delimiter
                } else {
                    // The last bytes may be the beginning of a delimiter.
                    let safe = max(position, buffer.count - delimiter.count + 1)
                    if safe > position { try body(.data(Array(buffer[position..<safe]))) }
                    position = safe
                    break loop
                }
            case .epilogue:
                epilogue += buffer.count - position
                position = buffer.count
                guard epilogue <= Self.epilogueLimit else {
                    throw HTTPError.badRequest("too much follows the form's last boundary")
                }
                break loop
            }
        }
        buffer.removeFirst(position)
    }

    /// The last piece was taken.
    func finish() throws {
        guard case .epilogue = state else { throw HTTPError.badRequest("the form ends before its last boundary") }
    }

    private static var noBoundary: HTTPError {
        .badRequest("the form does not start with the boundary that its Content-Type names")
    }
    private static var longHeader: HTTPError {
        HTTPError(.contentTooLarge, detail: "the headers of a form's part may have at most \(headerLimit) bytes")
    }

    /// Where a pattern begins.
    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        bytes.withUnsafeBufferPointer { bytes in
            pattern.withUnsafeBufferPointer { pattern in
                guard let first = pattern.first else { return nil }
                var position = start
                while position + pattern.count <= bytes.count {
                    guard
                        let found = bytes[position...(bytes.count - pattern.count)].firstIndex(of: first)
                    else { return nil }
                    var length = 1
                    while length < pattern.count, bytes[found + length] == pattern[length] { length += 1 }
                    if length == pattern.count { return found }
                    position = found + 1
                }
                return nil
            }
        }
    }
}
