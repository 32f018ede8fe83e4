import Synchronization

/// What a request is called in logs and in answers: 32 hexadecimal digits, or what a trusted client sent.
///
/// The first half names the process, at random; the second counts its requests, scattered. That is unique without asking the
/// system for random bytes each time. It is no secret, and nothing may rest on nobody guessing it.
package struct RequestID: Sendable, CustomStringConvertible {
    private let number: UInt64
    private let given: String?

    private static let process = UInt64.random(in: .min ... .max)
    private static let next = Atomic<UInt64>(.random(in: .min ... .max))

    /// The next one; no text is made before someone asks for it.
    package init() {
        number = Self.next.wrappingAdd(1, ordering: .relaxed).oldValue
        given = nil
    }

    package init(_ given: String) {
        number = 0
        self.given = given
    }

    package var description: String {
        if let given { return given }
        return String(unsafeUninitializedCapacity: 32) { buffer in
            for index in 0..<32 {
                let word = index < 16 ? Self.process : Self.scattered(number)
                let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index % 16))) & 15
                buffer[index] = digit < 10 ? 0x30 + digit : 0x57 + digit
            }
            return 32
        }
    }

    /// A permutation of all numbers, so that neighbours look different (SplitMix64's finish).
    private static func scattered(_ number: UInt64) -> UInt64 {
        var mixed = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
