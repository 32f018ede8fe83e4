/// Peers whose word is taken: an address, a range of them, or whoever comes by a Unix socket.
public struct TrustedPeer: Hashable, Sendable, CustomStringConvertible {
    enum Kind: Hashable, Sendable {
        case range(IPAddress, bits: Int)
        case unix
    }

    let kind: Kind
    /// As it was written.
    public let description: String

    /// Reads `10.0.0.0/8`, `2001:db8::/32`, `192.0.2.1` or `unix`; nil for anything else.
    public init?(_ text: String) {
        description = text
        if text == "unix" {
            kind = .unix
            return
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(parts[0]) else { return nil }
        let width = parts[0].utf8.contains(UInt8(ascii: ":")) ? 128 : 32
        var bits = width
        if parts.count == 2 {
            guard parts[1].utf8.allSatisfy({ $0 &- 0x30 < 10 }), let given = Int(parts[1]), given <= width else {
                return nil
            }
            bits = given
        }
        kind = .range(address, bits: bits + 128 - width)
    }

    /// Whether the address is one of them.
    func contains(_ address: IPAddress) -> Bool {
        guard case .range(let base, let bits) = kind else { return false }
        // Shifts past the width give zero.
        let highMask = bits >= 64 ? UInt64.max : ~(UInt64.max >> UInt64(bits))
        let lowMask = bits <= 64 ? 0 : ~(bits >= 128 ? 0 : UInt64.max >> UInt64(bits - 64))
        return (base.high ^ address.high) & highMask == 0 && (base.low ^ address.low) & lowMask == 0
    }
}

extension TrustedPeer {
    /// What a word stands for.
    static let words: [String: [String]] = [
        "loopback": ["127.0.0.0/8", "::1"],
        "private": ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"],
    ]
}

extension SettingType where Value == [TrustedPeer] {
    /// Addresses and ranges; `none` is the empty list.
    static let peers = SettingType(name: "list of addresses", takesList: true) {
        (text: String) throws(SettingProblem) -> [TrustedPeer] in
        if text == "none" { return [] }
        var peers: [TrustedPeer] = []
        for item in Words.items(text) {
            for name in TrustedPeer.words[item] ?? [item] {
                guard let peer = TrustedPeer(name) else {
                    throw SettingProblem(
                        message: "'\(item)' is no address and no range of addresses",
                        help: "write 10.0.0.0/8, 2001:db8::/32, 192.0.2.1, loopback, private or unix")
                }
                peers.append(peer)
            }
        }
        return peers
    } format: {
        $0.isEmpty ? "none" : $0.map(\.description).joined(separator: ", ")
    }
}
