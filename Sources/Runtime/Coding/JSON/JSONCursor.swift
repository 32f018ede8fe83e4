/// Walks over JSON text: finds where tokens end and whether they are well-formed, and makes values of none.
///
/// It lives as long as the closure that lends the bytes; only `JSONReader` and its like hold one.
struct JSONCursor {
    /// A string without its quotes.
    struct Text {
        var range: Range<Int>
        var hasEscapes = false
        var isASCII = true
    }

    let bytes: UnsafeRawBufferPointer
    let maxDepth: Int
    var position = 0

    init(_ bytes: UnsafeRawBufferPointer, maxDepth: Int) {
        self.bytes = bytes
        self.maxDepth = maxDepth
    }

    /// The byte at the position; 0, which JSON has nowhere outside strings, at the end.
    var peek: UInt8 {
        @inline(__always) get { position < bytes.count ? bytes[position] : 0 }
    }

    func error(_ reason: JSONSyntaxError.Reason) -> DecodingFailure {
        .malformed(JSONSyntaxError(position < bytes.count ? reason : .unexpectedEnd, at: position))
    }

    @inline(__always)
    mutating func skipSpace() {
        while position < bytes.count {
            let byte = bytes[position]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
            position += 1
        }
    }

    /// Steps over `:` and the space round it.
    @inline(__always)
    mutating func colon() throws(DecodingFailure) {
        skipSpace()
        guard peek == UInt8(ascii: ":") else { throw error(.expectedColon) }
        position += 1
        skipSpace()
    }

    /// Steps over a string, the position being at its first quote; checks escapes and UTF-8.
    mutating func text() throws(DecodingFailure) -> Text {
        let start = position + 1
        var index = start
        var hasEscapes = false
        var high: UInt64 = 0
        scan: while true {
            while index + 8 <= bytes.count {
                let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let special = JSONScan.specials(word)
                if special != 0 {
                    let plain = special.trailingZeroBitCount / 8
                    // Only the bytes before the special one belong to the string.
                    if plain > 0 { high |= word << UInt64(64 - 8 * plain) }
                    index += plain
                    break
                }
                high |= word
                index += 8
            }
            guard index < bytes.count else {
                position = bytes.count
                throw error(.unexpectedEnd)
            }
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                break scan
            case UInt8(ascii: "\\"):
                hasEscapes = true
                position = index
                try escape()
                index = position
            case ..<0x20:
                position = index
                throw error(.controlCharacter)
            default:
                high |= UInt64(byte)
                index += 1
            }
        }
        let isASCII = high & 0x8080_8080_8080_8080 == 0
        if !isASCII, !UTF8Check.isValid(UnsafeRawBufferPointer(rebasing: bytes[start..<index])) {
            position = start
            throw error(.notUTF8)
        }
        position = index + 1
        return Text(range: start..<index, hasEscapes: hasEscapes, isASCII: isASCII)
    }

    /// Steps over an escape; `\u` must name a scalar, alone or as a pair of surrogates.
    private mutating func escape() throws(DecodingFailure) {
        guard position + 1 < bytes.count else {
            position = bytes.count
            throw error(.unexpectedEnd)
        }
        switch bytes[position + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 2
        case UInt8(ascii: "u"):
            guard let first = JSONText.codeUnit(bytes, at: position + 2) else { throw error(.badEscape) }
            guard first & 0xF800 == 0xD800 else {
                position += 6
                return
            }
            guard first < 0xDC00, position + 7 < bytes.count, bytes[position + 6] == UInt8(ascii: "\\"),
                bytes[position + 7] == UInt8(ascii: "u"), let second = JSONText.codeUnit(bytes, at: position + 8),
                second & 0xFC00 == 0xDC00
            else { throw error(.badEscape) }
            position += 12
        default:
            throw error(.badEscape)
        }
    }

    /// Steps over `true`, `false` or `null`.
    @inline(__always)
    mutating func literal(_ text: StaticString) throws(DecodingFailure) {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else {
            position = bytes.count
            throw error(.unexpectedEnd)
        }
        for index in 0..<count where bytes[position + index] != text.utf8Start[index] { throw error(.badLiteral) }
        position += count
    }

    /// Steps over a value of any kind, checking that it is well-formed.
    mutating func skipValue(depth: Int) throws(DecodingFailure) {
        switch peek {
        case UInt8(ascii: "\""): _ = try text()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: "-"), 0x30...0x39: _ = try number()
        case UInt8(ascii: "{"): try skipContainer(UInt8(ascii: "}"), depth: depth)
        case UInt8(ascii: "["): try skipContainer(UInt8(ascii: "]"), depth: depth)
        default: throw error(.expectedValue)
        }
    }

    private mutating func skipContainer(_ end: UInt8, depth: Int) throws(DecodingFailure) {
        guard depth < maxDepth else { throw error(.tooDeep) }
        position += 1
        skipSpace()
        if peek == end {
            position += 1
            return
        }
        while true {
            if end == UInt8(ascii: "}") {
                guard peek == UInt8(ascii: "\"") else { throw error(.expectedKey) }
                _ = try text()
                try colon()
            }
            try skipValue(depth: depth + 1)
            skipSpace()
            if peek == end { break }
            guard peek == UInt8(ascii: ",") else { throw error(.expectedCommaOrEnd) }
            position += 1
            skipSpace()
        }
        position += 1
    }
}
