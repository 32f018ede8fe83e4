/// Whether a sink wants the next event at once.
package enum WebSocketFlow: Sendable {
    /// Go on.
    case proceed
    /// Stop after this event; what is left of the input can be given again later.
    case stop
}

/// Takes the events of a protocol that `receive` drives; see `WebSocketEvent` for what they mean.
///
/// While it is called the protocol is in use: a sink that wants to close or send on the same connection says `.stop`
/// and does it after `receive`. An owner that must do so within a handler calls `next` itself.
package protocol WebSocketSink {
    /// A whole message.
    mutating func message(_ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer) -> WebSocketFlow
    /// A ping, and the pong to write.
    mutating func ping(_ payload: UnsafeRawBufferPointer, reply: UnsafeRawBufferPointer) -> WebSocketFlow
    /// A pong.
    mutating func pong(_ payload: UnsafeRawBufferPointer) -> WebSocketFlow
    /// The peer's close frame, and the echo to write; nothing comes after it.
    mutating func closeReceived(
        _ code: WebSocketCloseCode?, reason: UnsafeRawBufferPointer, reply: UnsafeRawBufferPointer)
    /// The peer broke the protocol, and the close frame to write; nothing comes after it.
    mutating func failed(_ error: WebSocketProtocolError, reply: UnsafeRawBufferPointer)
}

extension WebSocketProtocol {
    /// Hands all events of the input to a sink until the bytes are used up or the sink stops; `input.rest` tells
    /// which bytes are left.
    package mutating func receive<Sink: WebSocketSink>(
        _ input: inout WebSocketInput, _ workspace: WebSocketWorkspace, _ sink: inout Sink
    ) {
        while true {
            var flow = WebSocketFlow.proceed
            switch next(&input, workspace) {
            case .needsInput: return
            case .message(let kind, let payload): flow = sink.message(kind, payload)
            case .ping(let payload, let reply): flow = sink.ping(payload, reply: reply)
            case .pong(let payload): flow = sink.pong(payload)
            case .close(let code, let reason, let reply): sink.closeReceived(code, reason: reason, reply: reply)
            case .failed(let error, let reply): sink.failed(error, reply: reply)
            }
            if flow == .stop { return }
        }
    }
}
