#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finding lines in bytes with the C library's search, which looks at many bytes at once.
enum LineScanner {
    /// Where the next LF stands, from `start` on.
    @inline(__always)
    static func lineFeed(in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard start < bytes.count, let base = bytes.baseAddress,
            let found = memchr(base + start, Int32(ASCII.lineFeed), bytes.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - base
    }

    /// How many bytes of whole lines there are, up to and with the first empty one.
    static func wholeLines(in bytes: UnsafeRawBufferPointer, searched: Int) -> Int {
        var lineStart = 0
        var from = searched
        while let end = lineFeed(in: bytes, from: from) {
            let isEmpty = end == lineStart || (end == lineStart + 1 && bytes[lineStart] == ASCII.carriageReturn)
            lineStart = end + 1
            from = lineStart
            if isEmpty { break }
        }
        return lineStart
    }

    /// Whether a line with its LF has a CR before it. A line without is as long as it was when its LF was yet to come.
    static func endsWithCRLF(_ line: UnsafeRawBufferPointer) -> Bool {
        line.count >= 2 && line[line.count - 2] == ASCII.carriageReturn
    }

    /// The bytes of an unfinished line without a CR that may be half of its end.
    static func unfinishedLength(_ bytes: UnsafeRawBufferPointer) -> Int {
        bytes.last == ASCII.carriageReturn ? bytes.count - 1 : bytes.count
    }
}
