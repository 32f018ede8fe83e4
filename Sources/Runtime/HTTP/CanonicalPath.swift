/// The rules that make one canonical path of the many ways to write it; `RequestTarget` says what they are.
enum CanonicalPath {
    /// What one pass over the bytes tells.
    struct Scan {
        /// Where the path ends: at `?` or at the end.
        var pathLength = 0
        /// Whether the bytes are canonical as they stand.
        var isCanonical = true
        var hasTrailingSlash = false
    }

    private enum Kind: UInt8 { case plain, slash, dot, percent, question, forbidden }

    /// What each byte means in a path. Printable ASCII is let through even where RFC 3986 would have it encoded.
    private static let kinds: [Kind] = (0...255).map { byte in
        switch UInt8(byte) {
        case UInt8(ascii: "/"): .slash
        case UInt8(ascii: "."): .dot
        case UInt8(ascii: "%"): .percent
        case UInt8(ascii: "?"): .question
        case UInt8(ascii: "\\"), UInt8(ascii: "#"), ...0x20, 0x7F...: .forbidden
        default: .plain
        }
    }

    /// Checks the bytes of a path (and what follows its `?`) that starts with `/`.
    static func scan(_ bytes: UnsafeRawBufferPointer) throws(RequestTarget.Failure) -> Scan {
        var result = Scan()
        var segmentStart = 0
        var index = 0
        try kinds.withUnsafeBufferPointer { kinds throws(RequestTarget.Failure) in
            loop: while index < bytes.count {
                switch kinds[Int(bytes[index])] {
                case .plain: break
                case .slash:
                    if index > 0 { try check(bytes, segmentStart..<index) }
                    segmentStart = index + 1
                case .dot: break
                case .percent: result.isCanonical = false
                case .question: break loop
                case .forbidden: throw .forbiddenCharacter
                }
                index += 1
            }
            for rest in index..<bytes.count where rest > index && kinds[Int(bytes[rest])] == .forbidden {
                // A backslash is harmless behind the question mark; the others are never legal in a target.
                guard bytes[rest] == UInt8(ascii: "\\") else { throw .forbiddenCharacter }
            }
        }
        result.pathLength = index
        if segmentStart == index {
            result.hasTrailingSlash = index > 1
        } else {
            try check(bytes, segmentStart..<index)
        }
        return result
    }

    /// Decodes a checked path once.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws(RequestTarget.Failure) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "%") else {
                result.append(bytes[index])
                index += 1
                continue
            }
            guard index + 2 < bytes.count, let high = ASCII.hexValue(bytes[index + 1]),
                let low = ASCII.hexValue(bytes[index + 2])
            else { throw .badPercentEncoding }
            let byte = high << 4 | low
            switch byte {
            case UInt8(ascii: "/"):
                result.append(contentsOf: "%2F".utf8)
            case UInt8(ascii: "%") where namesSlash(bytes, from: index + 3):
                result.append(contentsOf: "%25".utf8)
            case UInt8(ascii: "\\"), ..<0x20, 0x7F:
                throw .forbiddenCharacter
            default:
                result.append(byte)
            }
            index += 3
        }
        guard String(validating: result, as: UTF8.self) != nil else { throw .notUTF8 }
        try checkSegments(result)
        return result
    }

    /// Decoding may have made dots of `%2e`; slashes it does not make.
    private static func checkSegments(_ path: [UInt8]) throws(RequestTarget.Failure) {
        var start = 1
        while start < path.count {
            var end = start
            while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
            if end - start <= 2, path[start..<end].allSatisfy({ $0 == UInt8(ascii: ".") }) { throw .dotSegment }
            start = end + 1
        }
    }

    /// A segment is neither empty nor one that walks the tree.
    private static func check(
        _ bytes: UnsafeRawBufferPointer, _ segment: Range<Int>
    ) throws(RequestTarget.Failure) {
        switch segment.count {
        case 0: throw .emptySegment
        case 1: if bytes[segment.lowerBound] == UInt8(ascii: ".") { throw .dotSegment }
        case 2:
            if bytes[segment.lowerBound] == UInt8(ascii: "."), bytes[segment.lowerBound + 1] == UInt8(ascii: ".") {
                throw .dotSegment
            }
        default: break
        }
    }

    /// Whether `2F`, or `25…2F`, follows: then decoding the percent sign before it would make a slash of another text.
    private static func namesSlash(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Bool {
        var index = start
        while index + 1 < bytes.count, bytes[index] == UInt8(ascii: "2") {
            if ASCII.lowercased(bytes[index + 1]) == UInt8(ascii: "f") { return true }
            guard bytes[index + 1] == UInt8(ascii: "5") else { return false }
            index += 2
        }
        return false
    }
}
