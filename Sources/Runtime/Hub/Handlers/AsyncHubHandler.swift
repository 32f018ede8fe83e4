/// What a hub with `async: true` does with its clients, run off the event loop: these calls may wait.
///
/// The calls for one client come one after another, in order. While one waits, at most `HubSettings.inbox` messages
/// are kept for it; then the hub stops reading from that client until the handler catches up.
public protocol AsyncHubHandler: Sendable {
    /// The decoded parameters of the request that wants in.
    associatedtype Input: Sendable
    /// What clients send.
    associatedtype Received: HubReceivable
    /// What clients get.
    associatedtype Sent: HubSendable
    /// What is kept for each client.
    associatedtype State: Sendable
    /// A client of this hub.
    typealias Client = HubClient<State, Sent>

    /// Someone wants in, before the upgrade. Throw an `HTTPError` to refuse them with its status.
    func connecting(_ input: Input, _ context: RequestContext) async throws -> State
    /// A client is in its room and can be sent to.
    func connected(_ client: Client) async
    /// A client's message. A thrown error is answered as `HubSettings.invalid` says if it is a `ValidationFailure`;
    /// any other closes the client with 1011 and is logged.
    func received(_ message: Received, from client: Client) async throws
    /// A client has gone; it is in no room any more.
    func disconnected(_ client: Client, _ close: CloseReason) async
}
