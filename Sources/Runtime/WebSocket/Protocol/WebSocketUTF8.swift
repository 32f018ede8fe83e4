/// Checks UTF-8 as it arrives, and fails at the first byte that no continuation could make valid (RFC 3629 §4:
/// no overlong forms, no surrogates, nothing past U+10FFFF).
package struct WebSocketUTF8 {
    /// What must come next. Idle is 0; the others name what the open sequence still needs.
    private enum Expectation: UInt8 {
        case start = 0
        case lastOne, lastTwo, lastThree
        case afterE0, afterED, afterF0, afterF4
    }

    private var expectation = Expectation.start

    /// A check that has seen nothing yet.
    package init() {}

    /// Whether no sequence is open; text must end so.
    package var isComplete: Bool { expectation == .start }

    /// Takes the next bytes; false if they can't be part of UTF-8. After that the check must not be used again.
    package mutating func accept(_ bytes: UnsafeRawPointer, count: Int) -> Bool {
        var offset = 0
        while expectation != .start, offset < count {
            guard step(bytes.load(fromByteOffset: offset, as: UInt8.self)) else { return false }
            offset &+= 1
        }
        // Whole sequences are judged at once while four bytes are there, the last few bytes one by one.
        while count &- offset >= 4 {
            if Self.skipASCII(bytes, &offset, count: count) { continue }
            if offset >= 3, count &- offset >= 64 {
                guard Self.skipMixed(bytes, &offset, count: count) else { return false }
                continue
            }
            guard count &- offset >= 4 else { break }
            let length = Self.sequenceLength(bytes + offset)
            if length == 0 { return false }
            offset &+= length
        }
        while offset < count {
            guard step(bytes.load(fromByteOffset: offset, as: UInt8.self)) else { return false }
            offset &+= 1
        }
        return true
    }

    /// Skips what is ASCII in steps of 8 and 32 bytes, or of one if fewer than 8 are left; false at a byte that is not.
    @inline(__always)
    private static func skipASCII(_ bytes: UnsafeRawPointer, _ offset: inout Int, count: Int) -> Bool {
        guard count &- offset >= 8 else {
            guard bytes.load(fromByteOffset: offset, as: UInt8.self) < 0x80 else { return false }
            offset &+= 1
            return true
        }
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        let high = word & 0x8080_8080_8080_8080
        guard high == 0 else {
            offset &+= high.trailingZeroBitCount &>> 3
            return false
        }
        offset &+= 8
        while count &- offset >= 32 {
            let four = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
            if anyHigh(four) { break }
            offset &+= 32
        }
        return true
    }

    /// Judges 32 bytes at a time by what the three bytes before each of them call for, until there is ASCII again or
    /// too little is left, and stops at a sequence's start; false if something is bad. It starts at one, and behind
    /// three bytes at least.
    ///
    /// All tests are on bits of whole words, with each byte's verdict in its highest bit: the standard library's
    /// comparisons of vectors are not compiled to vector instructions.
    @inline(__always)
    private static func skipMixed(_ bytes: UnsafeRawPointer, _ offset: inout Int, count: Int) -> Bool {
        typealias Block = SIMD4<UInt64>
        let nibbles = Block(repeating: 0x0F0F_0F0F_0F0F_0F0F)
        let carryFrom1 = Block(repeating: 0x7F7F_7F7F_7F7F_7F7F)
        let one = Block(repeating: 1), two = Block(repeating: 2), three = Block(repeating: 3)
        while count &- offset >= 32 {
            let now = bytes.loadUnaligned(fromByteOffset: offset, as: Block.self)
            let before = bytes.loadUnaligned(fromByteOffset: offset &- 1, as: Block.self)
            let twoBefore = bytes.loadUnaligned(fromByteOffset: offset &- 2, as: Block.self)
            let threeBefore = bytes.loadUnaligned(fromByteOffset: offset &- 3, as: Block.self)
            // Continuations must stand where a lead byte calls for one and nowhere else.
            let continues = now & ~(now &<< one)
            let leads = before & (before &<< one)
            let leadsThree = leads & (before &<< two)
            let leadsFour = leadsThree & (before &<< three)
            let called =
                leads | (twoBefore & (twoBefore &<< one) & (twoBefore &<< two))
                | (threeBefore & (threeBefore &<< one) & (threeBefore &<< two) & (threeBefore &<< three))
            var bad = continues ^ called
            // C0 and C1 only start overlong forms, F5 to FF nothing: seen from the byte behind.
            let low = before & nibbles
            bad |= leads & ~leadsThree & ~((before & Block(repeating: 0x1E1E_1E1E_1E1E_1E1E)) &+ carryFrom1)
            bad |= leadsFour & (low &+ Block(repeating: 0x7B7B_7B7B_7B7B_7B7B))
            // Overlong forms of three and four bytes, surrogates, and what lies past U+10FFFF: by the second byte.
            let high = now &<< two
            let quarter = high | (now &<< three)
            let isZero = ~(low &+ carryFrom1)
            let isD = ~((low ^ Block(repeating: 0x0D0D_0D0D_0D0D_0D0D)) &+ carryFrom1)
            let is4 = ~((low ^ Block(repeating: 0x0404_0404_0404_0404)) &+ carryFrom1)
            bad |= leadsThree & ~leadsFour & ((isZero & ~high) | (isD & high))
            bad |= leadsFour & ((isZero & ~quarter) | (is4 & quarter))
            if anyHigh(bad) { return false }
            offset &+= 32
            if !anyHigh(now) { return true }
        }
        // The last sequence may go on behind: back to its start, for the caller to judge it whole.
        for back in 1...3 {
            let byte = bytes.load(fromByteOffset: offset &- back, as: UInt8.self)
            if byte < 0x80 { break }
            if byte >= 0xC0 {
                if back < (byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4) { offset &-= back }
                break
            }
        }
        return true
    }

    /// Whether any byte has its highest bit set.
    @inline(__always)
    private static func anyHigh(_ block: SIMD4<UInt64>) -> Bool {
        let half = block.lowHalf | block.highHalf
        return (half.x | half.y) & 0x8080_8080_8080_8080 != 0
    }

    /// The length of the sequence that starts with a byte over 0x7F and has at least four bytes to read; 0 if it's bad.
    @inline(__always)
    private static func sequenceLength(_ bytes: UnsafeRawPointer) -> Int {
        // Lead byte lowest, so a mask over the continuation bytes and a range check of what they encode suffice.
        let four = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
        let lead = four & 0xFF
        if lead < 0xE0 {
            return lead >= 0xC2 && four & 0xC000 == 0x8000 ? 2 : 0
        }
        if lead < 0xF0 {
            guard four & 0xC0C000 == 0x808000 else { return 0 }
            let top = (four & 0xF) &<< 6 | (four &>> 8) & 0x3F
            return top >= 0x20 && !(0x360..<0x380).contains(top) ? 3 : 0
        }
        guard lead <= 0xF4, four & 0xC0C0_C000 == 0x8080_8000 else { return 0 }
        let top = (four & 0x7) &<< 6 | (four &>> 8) & 0x3F
        return top >= 0x10 && top < 0x110 ? 4 : 0
    }

    /// One byte through the automaton; false if it fits nowhere.
    private mutating func step(_ byte: UInt8) -> Bool {
        switch expectation {
        case .start:
            switch byte {
            case 0x00...0x7F: break
            case 0xC2...0xDF: expectation = .lastOne
            case 0xE0: expectation = .afterE0
            case 0xED: expectation = .afterED
            case 0xE1...0xEF: expectation = .lastTwo
            case 0xF0: expectation = .afterF0
            case 0xF1...0xF3: expectation = .lastThree
            case 0xF4: expectation = .afterF4
            default: return false
            }
            return true
        case .lastOne: return advance(byte, 0x80...0xBF, to: .start)
        case .lastTwo: return advance(byte, 0x80...0xBF, to: .lastOne)
        case .lastThree: return advance(byte, 0x80...0xBF, to: .lastTwo)
        case .afterE0: return advance(byte, 0xA0...0xBF, to: .lastOne)
        case .afterED: return advance(byte, 0x80...0x9F, to: .lastOne)
        case .afterF0: return advance(byte, 0x90...0xBF, to: .lastTwo)
        case .afterF4: return advance(byte, 0x80...0x8F, to: .lastTwo)
        }
    }

    private mutating func advance(_ byte: UInt8, _ range: ClosedRange<UInt8>, to next: Expectation) -> Bool {
        expectation = next
        return range.contains(byte)
    }
}
