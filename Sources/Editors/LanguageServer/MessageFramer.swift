/// Takes the base protocol of the Language Server Protocol apart: bytes in, the bodies of messages out.
struct MessageFramer {
    /// The largest message that is taken (default 32 MiB); a larger one is skipped.
    var largestBody = 32 << 20
    /// The largest header that is taken.
    static let largestHeader = 8 << 10

    private var buffer: [UInt8] = []
    private var start = 0
    /// How many bytes of a message that is too large are still to come.
    private var skipping = 0

    /// What is in the stream.
    enum Frame: Equatable {
        /// A message's body.
        case message([UInt8])
        /// A message that was too large, and is left out.
        case tooLarge(Int)
    }

    /// A header that says nothing of the body's length: there is no telling where the next message begins.
    struct BadHeader: Error {}

    mutating func append(_ bytes: some Sequence<UInt8>) {
        if start > 1 << 20 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next message, if all of it has come.
    mutating func next() throws(BadHeader) -> Frame? {
        skip()
        guard skipping == 0, let end = headerEnd else {
            if skipping == 0, buffer.count - start > Self.largestHeader { throw BadHeader() }
            return nil
        }
        guard end - start <= Self.largestHeader, let length = Self.length(buffer[start..<end]) else {
            throw BadHeader()
        }
        let body = end + 4
        guard length <= largestBody else {
            start = body
            skipping = length
            skip()
            return .tooLarge(length)
        }
        guard buffer.count - body >= length else { return nil }
        start = body + length
        let message = Array(buffer[body..<start])
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: start < 1 << 20)
            start = 0
        }
        return .message(message)
    }

    private mutating func skip() {
        let count = min(skipping, buffer.count - start)
        start += count
        skipping -= count
    }

    /// Where the empty line behind the header begins.
    private var headerEnd: Int? {
        let last = min(buffer.count, start + Self.largestHeader + 4)
        guard last - start >= 4 else { return nil }
        return (start...(last - 4)).first { buffer[$0..<($0 + 4)].elementsEqual([13, 10, 13, 10]) }
    }

    /// What `Content-Length` says; other fields mean nothing to us.
    private static func length(_ header: ArraySlice<UInt8>) -> Int? {
        for line in String(decoding: header, as: UTF8.self).split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "content-length" else {
                continue
            }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            guard let length = Int(value), length >= 0 else { return nil }
            return length
        }
        return nil
    }

    /// A message with its header.
    static func frame(_ body: String) -> [UInt8] {
        let bytes = Array(body.utf8)
        return Array("Content-Length: \(bytes.count)\r\n\r\n".utf8) + bytes
    }
}
