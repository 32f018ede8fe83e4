/// What all requests of a connection have in common; made once per connection.
package final class ConnectionInfo: Sendable {
    /// The client's address without its port, or what a trusted proxy said.
    package let remoteAddress: String
    /// `http` or `https`.
    package let scheme: String

    package init(remoteAddress: String, scheme: String = "http") {
        self.remoteAddress = remoteAddress
        self.scheme = scheme
    }

    /// For requests that no connection sent.
    package static let none = ConnectionInfo(remoteAddress: "127.0.0.1")
}
