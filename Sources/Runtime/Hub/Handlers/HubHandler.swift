/// What a hub does with its clients, run on their event loop: none of these calls may wait.
///
/// `received` and the rest come in order for each client, and each `connected` is followed by exactly one
/// `disconnected`. There are no default implementations, so that a misspelt method does not compile.
public protocol HubHandler: Sendable {
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
    func connected(_ client: Client)
    /// A client's message. A thrown error is answered as `HubSettings.invalid` says if it is a `ValidationFailure`;
    /// any other closes the client with 1011 and is logged.
    func received(_ message: Received, from client: Client) throws
    /// A client has gone; it is in no room any more.
    func disconnected(_ client: Client, _ close: CloseReason)
}
