/// What answers a route; its case says what answering costs.
package enum Endpoint: Sendable {
    /// Rendered once; only `Date` and `Connection` are missing.
    case prepared(PreparedResponse)
    /// Answers at once, on the event loop: it must neither block nor wait.
    case immediate(@Sendable (Request) throws -> Response)
    /// A file or a folder of them. It may touch the disk.
    case file(any FileEndpoint)
    /// A handler, run as a task.
    case async(@Sendable (Request, RequestContext) async throws -> Response)
    /// A WebSocket handshake.
    case webSocket(any WebSocketEndpoint)
}

/// What answers with files. Calls may block for as long as the disk takes.
package protocol FileEndpoint: Sendable {
    /// The answer, if it needs no more of the disk than a look at the file's metadata; else nil.
    func cached(_ request: Request) -> Response?
    /// The answer. HEAD gets the same as GET; the server leaves the body out.
    func respond(_ request: Request) throws -> Response
}
