/// What all requests of a connection have in common; made once per connection, or per request of a trusted proxy.
package final class ConnectionInfo: Sendable {
    /// The client's address without its port, or what a trusted proxy said.
    package let remoteAddress: String
    /// `http` or `https`.
    package let scheme: String

    /// What the client proved to be in the TLS handshake.
    package let client: ClientCertificate?
    /// The host that a trusted proxy was asked for, if it is believed.
    package let host: String?

    package init(
        remoteAddress: String, scheme: String = "http", client: ClientCertificate? = nil, host: String? = nil
    ) {
        self.remoteAddress = remoteAddress
        self.scheme = scheme
        self.client = client
        self.host = host
    }

    /// For requests that no connection sent.
    package static let none = ConnectionInfo(remoteAddress: "127.0.0.1")
}
