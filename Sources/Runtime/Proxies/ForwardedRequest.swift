/// Whose request it is that a trusted proxy hands on.
struct ForwardedRequest {
    let info: ConnectionInfo
    let source: RouteChain.Source

    /// Nil if the proxy says nothing.
    ///
    /// - Parameters:
    ///   - peer: the proxy's address; nil for one that comes by a Unix socket.
    ///   - isSecure: whether the proxy's own connection is.
    init?(_ head: RequestHead, peer: IPAddress?, isSecure: Bool, client: ClientCertificate?, _ proxies: TrustedProxies?)
    {
        guard let found = proxies?.client(head, peer: peer) else { return nil }
        let isSecure = found.isSecure ?? isSecure
        info = ConnectionInfo(
            remoteAddress: found.address.map(\.description) ?? "local", scheme: isSecure ? "https" : "http",
            client: client, host: found.host)
        source = RouteChain.Source(address: found.address.map { ConnectionGate.Address($0) }, isSecure: isSecure)
    }
}
