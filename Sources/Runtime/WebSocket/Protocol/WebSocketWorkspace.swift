/// What the connections of one event loop share, so that an idle one keeps nothing: room for replies, for frames on
/// their way out, for what is being inflated, and the pool of compressors.
///
/// One loop has one workspace and uses it for one call at a time; it is not safe to share between threads.
package final class WebSocketWorkspace {
    /// The compressors of this loop.
    package let deflatePool: WebSocketDeflatePool

    /// A message that was just delivered and is kept until the next call.
    var delivered = WebSocketMessageBuffer()
    var holdsDelivered = false
    /// A control frame has at most 131 bytes: 2, a mask of 4 and 125.
    private let reply: UnsafeMutableRawBufferPointer
    private var outgoing: UnsafeMutableRawPointer?
    private var outgoingCapacity = 0
    private var inflated: UnsafeMutableRawBufferPointer?
    private var random = SystemRandomNumberGenerator()

    /// Outgoing room that is kept between messages, in bytes; more is given back.
    static let keptCapacity = 65_536
    /// How much is inflated at a time, in bytes.
    static let inflateChunk = 16_384

    /// Makes a workspace; its buffers come with the first use.
    package init(deflatePool: WebSocketDeflatePool = WebSocketDeflatePool()) {
        self.deflatePool = deflatePool
        reply = .allocate(byteCount: 144, alignment: 8)
    }

    deinit {
        reply.deallocate()
        outgoing?.deallocate()
        inflated?.deallocate()
    }

    /// A new mask key, one nobody can foresee (RFC 6455 §10.3).
    func mask(for role: WebSocketRole) -> UInt32? {
        role == .client ? UInt32.random(in: 0...UInt32.max, using: &random) : nil
    }

    /// Encodes a control frame; a payload over 125 bytes is cut.
    func control(_ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer, role: WebSocketRole)
        -> UnsafeRawBufferPointer
    {
        let cut = UnsafeRawBufferPointer(rebasing: payload.prefix(WebSocketFrame.maxControlPayload))
        let length = WebSocketFrame.encode(opcode, cut, mask: mask(for: role), into: reply) ?? 0
        return UnsafeRawBufferPointer(rebasing: reply[..<length])
    }

    /// Keeps a message's bytes until the next call, and frees those of the last one.
    func retire(_ message: inout WebSocketMessageBuffer) -> UnsafeRawBufferPointer {
        delivered = message.take()
        holdsDelivered = true
        return delivered.bytes
    }

    func releaseDelivered() {
        delivered = WebSocketMessageBuffer()
        holdsDelivered = false
    }

    /// Room for what is sent next.
    func outgoingRoom(_ count: Int) -> UnsafeMutableRawPointer {
        // A big message's room goes with the next small one.
        if let outgoing, outgoingCapacity >= count, outgoingCapacity <= max(count, Self.keptCapacity) {
            return outgoing
        }
        outgoing?.deallocate()
        outgoingCapacity = max(
            count, min(Self.keptCapacity, max(4096, count.multipliedReportingOverflow(by: 2).partialValue)))
        let room = UnsafeMutableRawPointer.allocate(byteCount: outgoingCapacity, alignment: 8)
        outgoing = room
        return room
    }

    /// Where a message is inflated, a chunk at a time.
    func inflateRoom() -> UnsafeMutableRawBufferPointer {
        if let inflated { return inflated }
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.inflateChunk, alignment: 8)
        inflated = room
        return room
    }
}
