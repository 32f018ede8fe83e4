import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An address without a port, as 128 bits; IPv4 in its mapped form (`::ffff:a.b.c.d`), so that a client is the same on any listener.
package struct IPAddress: Hashable, Sendable, CustomStringConvertible {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads `192.0.2.1`, `2001:db8::1` or `::ffff:192.0.2.1`; nil for anything else, names and zones too.
    package init?(_ text: some StringProtocol) {
        // The longest: eight groups of four digits, or six and an IPv4 address.
        guard text.utf8.count <= 45 else { return nil }
        let text = String(text)
        if text.utf8.contains(UInt8(ascii: ":")) {
            var address = in6_addr()
            guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
            self = withUnsafeBytes(of: address) { Self(bytes: $0) }
        } else {
            var address = in_addr()
            guard inet_pton(AF_INET, text, &address) == 1 else { return nil }
            self.init(v4: UInt32(bigEndian: address.s_addr))
        }
    }

    /// The address of a peer; nil for a Unix socket.
    init?(_ address: SocketAddress?) {
        // Where the addresses stand in `sockaddr_in` and `sockaddr_in6`, on every system that there is.
        switch address {
        case .v4(let v4):
            self.init(
                v4: withUnsafeBytes(of: v4.address) {
                    UInt32(bigEndian: $0.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
                })
        case .v6(let v6):
            self = withUnsafeBytes(of: v6.address) { Self(bytes: UnsafeRawBufferPointer(rebasing: $0[8..<24])) }
        default: return nil
        }
    }

    init(v4: UInt32) {
        self.init(high: 0, low: 0xFFFF << 32 | UInt64(v4))
    }

    /// Sixteen bytes in the network's order.
    init(bytes: UnsafeRawBufferPointer) {
        high = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    var isV4: Bool { high == 0 && low >> 32 == 0xFFFF }

    /// As people write it.
    package var description: String {
        if isV4 { return (0..<4).map { "\(low >> (24 - 8 * UInt64($0)) & 255)" }.joined(separator: ".") }
        var address = in6_addr()
        withUnsafeMutableBytes(of: &address) {
            $0.storeBytes(of: high.bigEndian, toByteOffset: 0, as: UInt64.self)
            $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
        var text = [CChar](repeating: 0, count: 46)
        guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "::" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
