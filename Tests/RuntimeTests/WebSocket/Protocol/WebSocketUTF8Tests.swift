import Testing

@testable import GatewayRuntime

@Suite("UTF-8 as it arrives")
struct WebSocketUTF8Tests {
    /// The verdict of the standard library: its own decoder, another implementation.
    static func isValid(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

    static func check(_ bytes: [UInt8], cutAt cut: Int = 0) -> Bool {
        var check = WebSocketUTF8()
        let accepted = bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress else { return true }
            return check.accept(base, count: cut) && check.accept(base + cut, count: all.count - cut)
        }
        return accepted && check.isComplete
    }

    @Test("every character is accepted, every surrogate is not")
    func everyScalar() {
        for value: UInt32 in 0...0x10_FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(scalar).utf8)
            guard Self.check(bytes), Self.check(bytes + [0x61, 0x61, 0x61, 0x61]) else {
                Issue.record("U+\(String(value, radix: 16)) is refused")
                return
            }
        }
        for value in 0xD800...0xDFFF {
            let bytes = [UInt8(0xE0 | value >> 12), UInt8(0x80 | value >> 6 & 0x3F), UInt8(0x80 | value & 0x3F)]
            guard !Self.check(bytes), !Self.check(bytes + [0x61, 0x61]) else {
                Issue.record("the surrogate \(value) is accepted")
                return
            }
        }
    }

    /// Bytes on both sides of every limit in the table of well-formed sequences.
    static let telling: [UInt8] = [
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF7, 0xF8, 0xFF,
    ]

    @Test("all sequences of two bytes, and those of three and four that are told apart")
    func allShortSequences() {
        for first in UInt8.min...UInt8.max {
            for second in UInt8.min...UInt8.max { expectSame([first, second]) }
        }
        let followers = Self.telling.filter { $0 < 0xC3 || $0 == 0xFF }
        for first in Self.telling where first >= 0xC2 {
            for second in followers {
                for third in followers {
                    expectSame([first, second, third])
                    for fourth in followers { expectSame([first, second, third, fourth]) }
                }
            }
        }
    }

    /// Alone the bytes go through the automaton, with a little behind through the check of whole sequences, and within a
    /// long text through the check of blocks: at a block's start, and over the end of one.
    private func expectSame(_ bytes: [UInt8]) {
        let valid = Self.isValid(bytes)
        let tail = [UInt8](repeating: 0x61, count: 90)
        let accents = Array(repeatElement([0xC3, 0xA9] as [UInt8], count: 14).joined())
        let forms: [[UInt8]] = [bytes, bytes + tail.prefix(4), [0x61, 0x61, 0x61] + bytes + tail]
        let last = [0x61, 0x61, 0x61, 0x61, 0x61] + accents + bytes + accents + tail
        for form in forms + [last] {
            let verdict = Self.check(form)
            // A cut sequence is not mended by the ASCII behind it, so the bytes alone decide.
            if verdict != valid { Issue.record("\(bytes) in \(form.count) bytes: \(verdict)") }
        }
    }

    @Test("one changed byte anywhere in a long text is judged as the standard library does")
    func changedByte() {
        let text = Array("Привет, мир! こんにちは世界 añb語cd😀 ".utf8) + Array(repeating: 0x61, count: 70)
        let long = text + text
        for index in long.indices.prefix(text.count) {
            for byte in Self.telling {
                var changed = long
                changed[index] = byte
                #expect(Self.check(changed) == Self.isValid(changed), "\(byte) at \(index)")
            }
        }
    }

    @Test("random text with faults, cut anywhere", arguments: [1, 2, 3, 4] as [UInt64])
    func random(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for round in 0..<1500 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                let piece: [Character] = ["a", "ß", "語", "😀", "\u{7FF}", "\u{800}", "\u{FFFF}", "\u{10FFFF}"]
                bytes += Array(String(piece[Int.random(in: 0..<8, using: &random)]).utf8)
                if Int.random(in: 0..<6, using: &random) == 0 { bytes += Array(repeating: 0x62, count: 37) }
            }
            if round % 2 == 0, let index = bytes.indices.randomElement(using: &random) {
                bytes[index] = UInt8.random(in: 0...255, using: &random)
            }
            let cut = Int.random(in: 0...bytes.count, using: &random)
            #expect(
                Self.check(bytes, cutAt: cut) == Self.isValid(bytes), "seed \(seed), round \(round): \(bytes) \(cut)")
        }
    }

    @Test("a sequence fails at its first impossible byte")
    func failsEarly() {
        let cases: [(bytes: [UInt8], failsAt: Int)] = [
            ([0x80], 0), ([0xC0], 0), ([0xC1], 0), ([0xF5], 0), ([0xE0, 0x9F], 1), ([0xED, 0xA0], 1),
            ([0xF0, 0x8F], 1), ([0xF4, 0x90], 1), ([0xE2, 0x82, 0x28], 2), ([0xF1, 0x80, 0x80, 0xC0], 3),
        ]
        for (bytes, failsAt) in cases {
            var check = WebSocketUTF8()
            for (index, byte) in bytes.enumerated() {
                let accepted = withUnsafeBytes(of: byte) { bytes in
                    bytes.baseAddress.map { check.accept($0, count: 1) } ?? true
                }
                #expect(accepted == (index < failsAt), "\(bytes) at \(index)")
            }
        }
    }
}
