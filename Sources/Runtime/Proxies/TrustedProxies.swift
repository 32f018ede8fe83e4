import NIOCore

/// Finds out for whom trusted proxies ask. From anyone else the headers mean nothing.
struct TrustedProxies: Sendable {
    /// Whose request it is.
    struct Client: Hashable, Sendable {
        var address: IPAddress?
        var isSecure: Bool?
        var host: String?
    }

    private let peers: [TrustedPeer]
    private let header: ProxySettings.Header
    private let believesHost: Bool

    /// Nil if nobody is trusted: then nobody looks.
    init?(_ settings: ProxySettings) {
        guard !settings.trusted.isEmpty else { return nil }
        peers = settings.trusted
        header = settings.header
        believesHost = settings.host
    }

    func trusts(_ address: IPAddress) -> Bool { peers.contains { $0.contains(address) } }

    /// Whether a connection's other end is a proxy that is believed.
    func trusts(_ address: SocketAddress?) -> Bool {
        if let address = IPAddress(address) { return trusts(address) }
        // A client of a Unix socket has no address, or a path.
        return peers.contains { $0.kind == .unix }
    }

    /// What a trusted peer's request says of the client; nil if it says nothing.
    func client(_ head: RequestHead, peer: IPAddress?) -> Client? {
        switch header {
        case .xForwardedFor:
            guard head.has(.xForwardedFor) || head.has(.xForwardedProto) || (believesHost && head.has(.xForwardedHost))
            else { return nil }
            let steps = ForwardedElement.addresses(head[.xForwardedFor] ?? "").map { ForwardedElement(address: $0) }
            var client = Client(address: head.has(.xForwardedFor) ? walk(steps, peer).address : peer)
            client.isSecure = head[.xForwardedProto].flatMap { ForwardedElement.scheme(ForwardedElement.last($0)) }
            if believesHost {
                client.host = head[.xForwardedHost].flatMap { ForwardedElement.host(ForwardedElement.last($0)) }
            }
            return client
        case .forwarded:
            guard let value = head[.forwarded] else { return nil }
            let found = walk(ForwardedElement.forwarded(value), peer)
            return Client(
                address: found.address, isSecure: found.isSecure, host: believesHost ? found.host : nil)
        }
    }

    /// From the right, past the proxies that are trusted, to the first address that is not: only what trusted proxies wrote counts.
    ///
    /// Where one of them wrote nothing that can be read, it is itself as near as anyone knows.
    private func walk(_ steps: [ForwardedElement], _ peer: IPAddress?) -> ForwardedElement {
        var nearest = ForwardedElement(address: peer)
        for step in steps.reversed() {
            guard let address = step.address else {
                nearest.isSecure = step.isSecure
                nearest.host = step.host
                return nearest
            }
            nearest = step
            guard trusts(address) else { break }
        }
        return nearest
    }
}
