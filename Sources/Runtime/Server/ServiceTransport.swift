/// What a service speaks besides plain HTTP/1.1. Each comes with a module of its own, so that only who asks for it builds
/// it: `.tls` with GatewayTLS, `.http2` with GatewayHTTP2.
public struct ServiceTransport: Sendable {
    package enum Kind: Sendable {
        case tls(any TLSProvider)
        case http2(any HTTP2Provider)
    }

    package let kind: Kind

    package init(_ kind: Kind) { self.kind = kind }
}

extension [ServiceTransport] {
    /// What makes TLS, if it is there.
    var tls: (any TLSProvider)? {
        for case .tls(let provider) in lazy.map(\.kind) { return provider }
        return nil
    }

    /// What speaks HTTP/2, if it is there.
    var http2: (any HTTP2Provider)? {
        for case .http2(let provider) in lazy.map(\.kind) { return provider }
        return nil
    }
}
