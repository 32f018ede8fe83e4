/// Base64 (RFC 4648 §4), with its padding.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8] = {
        var table = [UInt8](repeating: 0xFF, count: 256)
        for (value, letter) in alphabet.enumerated() { table[Int(letter)] = UInt8(value) }
        return table
    }()

    /// The text of some bytes.
    package static func encode(_ bytes: some Collection<UInt8>) -> String {
        let length = (bytes.count + 2) / 3 * 4
        return String(unsafeUninitializedCapacity: length) { output in
            var written = 0
            var word: UInt32 = 0
            var held = 0
            func flush(_ letters: Int) {
                for index in 0..<4 {
                    output[written + index] =
                        index < letters ? alphabet[Int(word >> UInt32(18 - 6 * index)) & 63] : UInt8(ascii: "=")
                }
                written += 4
            }
            for byte in bytes {
                word |= UInt32(byte) << UInt32(16 - 8 * held)
                held += 1
                if held == 3 {
                    flush(4)
                    word = 0
                    held = 0
                }
            }
            if held > 0 { flush(held + 1) }
            return written
        }
    }

    /// The bytes of a text; nil unless it is base64 in its one canonical form.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let count = text.count
        guard count % 4 == 0 else { return nil }
        var result: [UInt8] = []
        result.reserveCapacity(count / 4 * 3)
        var word: UInt32 = 0
        var letters = 0
        var padding = 0
        for byte in text {
            if byte == UInt8(ascii: "=") {
                padding += 1
                word <<= 6
            } else {
                let value = values[Int(byte)]
                guard padding == 0, value != 0xFF else { return nil }
                word = word << 6 | UInt32(value)
            }
            letters += 1
            guard letters % 4 == 0 else { continue }
            guard padding == 0 || letters == count else { return nil }
            switch padding {
            case 0: break
            case 1: guard word & 0xFF == 0 else { return nil }
            case 2: guard word & 0xFFFF == 0 else { return nil }
            default: return nil
            }
            for index in 0..<(3 - padding) { result.append(UInt8(truncatingIfNeeded: word >> UInt32(16 - 8 * index))) }
            word = 0
        }
        return result
    }
}
