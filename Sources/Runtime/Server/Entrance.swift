import NIOCore

/// What an accepted connection that has its place at the gate goes through: TLS, then the protocol that is spoken. On its loop.
struct Entrance {
    let loop: ServerLoop
    let security: (any TLSAcceptor)?
    let http2: HTTP2Loading.Protocols

    /// Goes on with a connection of which a trusted proxy has said whose it is.
    ///
    /// - Parameter client: nil if it is the proxy's own.
    func admit(_ channel: any Channel, _ client: IPAddress?) throws {
        // Another proxy's connections are many clients' too.
        let isProxy = client.map { loop.rules.proxies?.trusts($0) ?? false } ?? true
        let address = isProxy ? nil : client.map { ConnectionGate.Address($0) }
        if let address, let refusal = loop.core.gate.claim(address) {
            loop.core.gate.leave(nil)
            try channel.pipeline.syncOperations.addHandler(RefusingHandler(refusal))
            return
        }
        do {
            try open(channel, address, named: client)
        } catch {
            loop.core.gate.leave(address)
            throw error
        }
    }

    /// Sets the connection up.
    ///
    /// - Parameters:
    ///   - address: by which it is counted at the gate.
    ///   - client: whom a trusted proxy named; nil if the channel itself says whose it is.
    func open(_ channel: any Channel, _ address: ConnectionGate.Address?, named client: IPAddress?) throws {
        if let security {
            try secure(channel, address, client, security)
        } else if let cleartext = http2.cleartext {
            let loop = loop
            try channel.pipeline.syncOperations.addHandler(
                PrefaceGuard(loop: loop, address: address) { channel, speaksHTTP2 in
                    guard speaksHTTP2 else {
                        try channel.pipeline.syncOperations.addHandler(
                            HTTP1Connection(loop: loop, address: address, named: client))
                        return
                    }
                    try cleartext.start(channel, StreamSession(loop: loop, address: address, channel, named: client))
                })
        } else {
            try channel.pipeline.syncOperations.addHandler(HTTP1Connection(loop: loop, address: address, named: client))
        }
    }

    /// Has keys agreed on first.
    private func secure(
        _ channel: any Channel, _ address: ConnectionGate.Address?, _ client: IPAddress?, _ security: any TLSAcceptor
    ) throws {
        let (loop, http2) = (loop, http2)
        let handshake = HandshakeGuard(loop: loop, address: address) { channel, name in
            let certificate = security.client(of: channel)
            if name == "h2", let http2 = http2.secure {
                return try http2.start(
                    channel,
                    StreamSession(
                        loop: loop, address: address, channel, scheme: "https", client: certificate, named: client))
            }
            try channel.pipeline.syncOperations.addHandler(
                HTTP1Connection(loop: loop, address: address, isPlain: false, client: certificate, named: client))
        }
        try security.secure(channel)
        try channel.pipeline.syncOperations.addHandler(handshake)
    }
}
