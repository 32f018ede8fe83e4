/// What a request is called in logs and in answers: 32 hexadecimal digits, or what a trusted client sent.
package struct RequestID: Sendable, CustomStringConvertible {
    private let high: UInt64
    private let low: UInt64
    private let given: String?

    /// A new random one; no text is made before someone asks for it.
    package init() {
        var generator = SystemRandomNumberGenerator()
        high = generator.next()
        low = generator.next()
        given = nil
    }

    package init(_ given: String) {
        high = 0
        low = 0
        self.given = given
    }

    package var description: String {
        if let given { return given }
        let digits = "0123456789abcdef".utf8.map { $0 }
        return String(unsafeUninitializedCapacity: 32) { buffer in
            for index in 0..<32 {
                let word = index < 16 ? high : low
                buffer[index] = digits[Int(truncatingIfNeeded: word >> UInt64(60 - 4 * (index % 16))) & 15]
            }
            return 32
        }
    }
}
