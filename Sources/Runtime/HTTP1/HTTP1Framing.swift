/// What a request's header section says about its body and its connection (RFC 9112 §6, §9).
package struct HTTP1Framing: Hashable, Sendable {
    /// How the end of the body is found.
    package enum Body: Hashable, Sendable {
        /// There is none: the request ended with its header section.
        case none
        /// So many bytes follow; never 0.
        case length(Int)
        /// Chunks follow (RFC 9112 §7.1).
        case chunked
    }

    package var body: Body = .none
    /// Whether another request may follow on the connection.
    package var keepAlive = true
    /// Whether the client waits for `100 Continue` before it sends the body (RFC 9110 §10.1.1).
    package var expectsContinue = false
    /// Whether `Expect` asks for anything else: the answer is 417.
    package var expectsUnknown = false
    /// Whether `Connection` names `upgrade` and there is an `Upgrade` field (RFC 9110 §7.8).
    package var wantsUpgrade = false
}
