/// What `WebSocketProtocol.next` found in the bytes received.
///
/// Every pointer is valid until the next call of any protocol that shares the workspace, and while the bytes of the
/// read are. A `reply` is a whole encoded frame that the owner has to write; an empty one means there is nothing to
/// write.
package enum WebSocketEvent {
    /// All bytes are used up; read more. A connection that is closed says this for whatever it is given.
    case needsInput
    /// A whole message: unmasked, inflated, and UTF-8 if it is text.
    case message(WebSocketMessageKind, UnsafeRawBufferPointer)
    /// A ping; `reply` is the pong due for it.
    case ping(UnsafeRawBufferPointer, reply: UnsafeRawBufferPointer)
    /// A pong.
    case pong(UnsafeRawBufferPointer)
    /// The peer's close frame, with no code if it had none. `reply` is the echo, empty if our close went before.
    /// The connection is closed now: write the reply, then end the transport.
    case close(WebSocketCloseCode?, reason: UnsafeRawBufferPointer, reply: UnsafeRawBufferPointer)
    /// The peer broke the protocol. `reply` is the close frame that says so, empty if a close was sent before.
    /// The connection is closed now: write the reply, then end the transport.
    case failed(WebSocketProtocolError, reply: UnsafeRawBufferPointer)
}
