/// A text that findings point into: its path as the user gave it, and its bytes.
///
/// Lines end with LF, CRLF or CR; a leading byte-order mark belongs to no line. Two files are equal if path and bytes are.
public final class SourceFile: Sendable {
    /// The path as the user gave it, shown in every finding.
    public let path: String
    /// The file's bytes, as read; nothing says that they are valid UTF-8.
    public let bytes: [UInt8]
    /// Where each line begins, as an offset in `bytes`.
    private let lineStarts: [Int]

    /// Makes a file of the bytes read from `path`.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
        self.lineStarts = Self.findLineStarts(in: bytes)
    }

    /// Makes a file of a text, for tests and for text that comes from no disk.
    public convenience init(path: String, text: String) {
        self.init(path: path, bytes: Array(text.utf8))
    }

    /// How many lines there are; a text that ends with a line break has an empty last one.
    public var lineCount: Int { lineStarts.count }

    /// The whole text; bytes that are not UTF-8 become U+FFFD.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of a line (1-based) without its line break, or `nil` past the end; bad UTF-8 becomes U+FFFD.
    public func line(_ number: Int) -> String? {
        bytes(ofLine: number).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The bytes of a line (1-based) without its line break, or `nil` past the end.
    public func bytes(ofLine number: Int) -> ArraySlice<UInt8>? {
        guard number >= 1, number <= lineStarts.count else { return nil }
        let start = lineStarts[number - 1]
        var end = number < lineStarts.count ? lineStarts[number] : bytes.count
        if end > start, number < lineStarts.count, bytes[end - 1] == UInt8(ascii: "\n") { end -= 1 }
        if end > start, number < lineStarts.count, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return bytes[start..<end]
    }

    /// The place of a byte; an offset past the end is the end's.
    public func position(ofByte offset: Int) -> SourcePosition {
        let offset = min(max(offset, 0), bytes.count)
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        let start = min(lineStarts[low], offset)
        // Every scalar has one byte that continues none.
        let column = bytes[start..<offset].count { $0 & 0xC0 != 0x80 } + 1
        return SourcePosition(line: low + 1, column: column)
    }

    /// A span in this file; `end` is the place after the last scalar.
    public func span(_ start: SourcePosition, _ end: SourcePosition) -> SourceSpan {
        SourceSpan(file: self, start: start, end: end)
    }

    private static func findLineStarts(in bytes: [UInt8]) -> [Int] {
        var starts = [bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0]
        bytes.withUnsafeBufferPointer { bytes in
            for index in bytes.indices {
                let byte = bytes[index]
                if byte == UInt8(ascii: "\n") {
                    starts.append(index + 1)
                } else if byte == UInt8(ascii: "\r") {
                    let next = index + 1
                    if next == bytes.count || bytes[next] != UInt8(ascii: "\n") { starts.append(next) }
                }
            }
        }
        return starts
    }
}

extension SourceFile: Hashable {
    /// Files are equal if path and bytes are.
    public static func == (left: SourceFile, right: SourceFile) -> Bool {
        left === right || (left.path == right.path && left.bytes == right.bytes)
    }

    /// Hashes the path alone: seldom do two texts share one.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(path)
    }
}
