/// An answer of any status, with any header fields and body, to someone who wanted a WebSocket: thrown by a hub's
/// `connecting`, it is sent in place of the 101.
///
/// An `HTTPError` says the same with a problem document.
public struct RefusedUpgrade: Error, Sendable {
    /// What the client gets; its status must not be 101.
    public var response: Response

    /// Refuses with a response.
    public init(_ response: Response) { self.response = response }
}
