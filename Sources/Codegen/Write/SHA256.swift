/// SHA-256 (FIPS 180-4), which tells a file that gen wrote from one that somebody edited.
///
/// Nothing here defends a secret, and a crypto library would double what gen links and takes to build.
enum SHA256 {
    /// The digest of `bytes` as 64 lowercase hexadecimal digits.
    static func hex(_ bytes: [UInt8]) -> String {
        let state = digest(bytes)
        return String(unsafeUninitializedCapacity: 64) { text in
            for index in 0..<64 {
                let digit = UInt8(truncatingIfNeeded: state[index / 8] >> (28 - 4 * UInt32(index % 8)) & 0xF)
                text[index] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
            }
            return 64
        }
    }

    private static func digest(_ bytes: [UInt8]) -> InlineArray<8, UInt32> {
        var state: InlineArray<8, UInt32> = [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
        let whole = bytes.count - bytes.count % 64
        mix(bytes.span.bytes.extracting(0..<whole), into: &state)
        let rest = ending(bytes[whole...], of: bytes.count)
        mix(rest.span.bytes, into: &state)
        return state
    }

    /// What is left behind the last whole block, a one bit, zeros, and the length in bits: whole blocks again (§5.1.1).
    private static func ending(_ rest: ArraySlice<UInt8>, of count: Int) -> [UInt8] {
        var message = Array(rest)
        message.append(0x80)
        message.append(contentsOf: repeatElement(0, count: (120 - message.count % 64) % 64))
        let bits = UInt64(count) &* 8
        message.append(contentsOf: (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
        return message
    }

    /// Block after block (§6.2.2), with the last 16 words of the message schedule at hand.
    private static func mix(_ blocks: RawSpan, into state: inout InlineArray<8, UInt32>) {
        for start in stride(from: 0, to: blocks.byteCount, by: 64) {
            var schedule = InlineArray<16, UInt32>(repeating: 0)
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            var (e, f, g, h) = (state[4], state[5], state[6], state[7])
            for index in 0..<64 {
                let word: UInt32
                if index < 16 {
                    word = UInt32(
                        bigEndian: blocks.unsafeLoadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self))
                } else {
                    let early = schedule[(index &+ 1) & 15]
                    let late = schedule[(index &+ 14) & 15]
                    let sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ early >> 3
                    let sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ late >> 10
                    word = schedule[index & 15] &+ sigma0 &+ schedule[(index &+ 9) & 15] &+ sigma1
                }
                schedule[index & 15] = word
                let sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
                let first = h &+ sum1 &+ (g ^ e & (f ^ g)) &+ constants[index] &+ word
                let sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
                let second = sum0 &+ (a & b | c & (a | b))
                (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
            }
            let mixed: InlineArray<8, UInt32> = [a, b, c, d, e, f, g, h]
            for index in 0..<8 { state[index] &+= mixed[index] }
        }
    }

    private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word &>> count | word &<< (32 &- count)
    }

    /// §4.2.2.
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
