import GatewayRuntime

extension ChatService: PostMessage.Handler {
    /// Says something in a room over HTTP.
    func postMessage(_ input: PostMessage.Input, _ context: RequestContext) async throws -> Message {
        throw HTTPError.notWritten("postMessage", in: "Sources/Chat/Handlers/PostMessage.swift")
    }
}
