/// HMAC with SHA-256 (RFC 2104): the hash of a message that only who has the key can make.
package struct HMAC: Sendable {
    private let inner: SHA256
    private let outer: SHA256

    /// Takes a key of any length.
    package init(key: [UInt8]) {
        var block = key.count > 64 ? SHA256.hash(key) : key
        block.append(contentsOf: repeatElement(0, count: 64 - block.count))
        var inner = SHA256()
        inner.update(block.map { $0 ^ 0x36 })
        var outer = SHA256()
        outer.update(block.map { $0 ^ 0x5C })
        self.inner = inner
        self.outer = outer
    }

    /// The 32 bytes that go with a message.
    package func code(for message: [UInt8]) -> [UInt8] {
        var inner = inner
        inner.update(message)
        var outer = outer
        outer.update(inner.finish())
        return outer.finish()
    }
}

/// Comparing secrets.
package enum ConstantTime {
    /// Whether both are the same, in a time that says nothing of where they differ.
    package static func equal(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        guard left.count == right.count else { return false }
        var difference: UInt8 = 0
        for index in left.indices { difference |= left[index] ^ right[index] }
        return difference == 0
    }
}
