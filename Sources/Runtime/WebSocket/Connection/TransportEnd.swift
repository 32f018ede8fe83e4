import NIOCore
import Synchronization

/// The end of a `ChannelTransport` that lies on its connection's event loop: what carries the bytes there, and the counts
/// that both threads look at.
class TransportEnd: @unchecked Sendable {
    // @unchecked: what changes here belongs to the connection's event loop, but for the atomics.

    final let loop: HubLoop
    /// The hub's end; until the connection has ended.
    final var transport: ChannelTransport?
    private final var hasEnded = false
    private final var isPaused = false

    /// Bytes handed to the connection that it has not written yet.
    final let unwritten = Atomic<Int>(0)
    /// Whether the hub's end waits until it can write.
    final let wantsWritable = Atomic<Bool>(false)
    /// Bytes received that the hub's end has not handled yet.
    final let unread = Atomic<Int>(0)
    /// The connection takes no more calls.
    final let isGone = Atomic<Bool>(false)

    /// How long what was written before the end may take to go out.
    static let patience = TimeAmount.seconds(5)

    init(loop: HubLoop) { self.loop = loop }

    // MARK: For whoever carries the bytes

    /// Writes bytes and sends them.
    func write(_ bytes: ByteBuffer) {}
    /// Reads on if nothing stands against it.
    func readOn() {}
    /// Ends the sending direction when everything is written.
    func endOutput() {}
    /// Ends both directions when everything is written, and in any case soon.
    func end() {}

    // MARK: What is the same for all

    /// Stops or starts to hand over what is received.
    final func setPaused(_ isPaused: Bool) {
        self.isPaused = isPaused
        readOn()
    }

    /// Whether the hub's end has room for what may be received.
    final var mayRead: Bool {
        !isPaused && unread.load(ordering: .sequentiallyConsistent) < ChannelTransport.limit
    }

    /// Hands over what was received.
    final func hand(_ bytes: ByteBuffer) {
        unread.add(bytes.readableBytes, ordering: .sequentiallyConsistent)
        tell { $0.receive(bytes) }
    }

    /// Bytes have left for the socket.
    final func wrote(_ count: Int) {
        let left = unwritten.subtract(count, ordering: .sequentiallyConsistent).newValue
        if left <= ChannelTransport.limit / 2, wantsWritable.exchange(false, ordering: .sequentiallyConsistent) {
            tell { $0.writable() }
        }
    }

    /// Tells the hub's end once that nothing more comes.
    final func endInput() {
        guard !hasEnded else { return }
        hasEnded = true
        tell { $0.ended() }
    }

    /// The connection is gone.
    final func leave() {
        isGone.store(true, ordering: .releasing)
        transport = nil
    }

    private final func tell(_ body: @escaping @Sendable (ChannelTransport) -> Void) {
        guard let transport else { return }
        loop.post(.run { _ in body(transport) })
    }
}
