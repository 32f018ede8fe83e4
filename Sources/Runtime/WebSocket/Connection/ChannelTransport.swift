import NIOCore
import Synchronization

/// Carries a connection whose bytes go through a SwiftNIO channel: TLS, a stream of HTTP/2, anything but a plain socket.
///
/// The connection lives on its hub's loop, as every other does, and the channel on its own; bytes cross between the two
/// threads, bounded both ways. This is the hub's end; the other is a channel's `ChannelBridge` or a stream's `StreamBridge`.
final class ChannelTransport: IndirectTransport, @unchecked Sendable {
    // @unchecked: what changes here belongs to the hub loop's thread; the rest is constant or atomic.

    private let bridge: TransportEnd
    private let eventLoop: any EventLoop
    /// The connection, from when it has started until its transport ends.
    private var connection: WebSocketConnection?
    private var isClosed = false
    private var isReading = true

    /// How many bytes may be on their way from one thread to the other.
    static let limit = 256 * 1024

    /// On the other end's event loop; that end posts nothing before it is open.
    init(_ bridge: TransportEnd, eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        self.bridge = bridge
        bridge.transport = self
    }

    // MARK: On the hub's loop

    /// Knows the connection from now on; nil is one that could not start.
    func attach(_ connection: WebSocketConnection?) {
        guard let connection else { return close() }
        guard !isClosed else { return }
        self.connection = connection
    }

    /// Bytes came from the channel.
    func receive(_ buffer: ByteBuffer) {
        var buffer = buffer
        let count = buffer.readableBytes
        buffer.withUnsafeMutableReadableBytes { bytes in
            if !bytes.isEmpty { connection?.received(bytes) }
        }
        let left = bridge.unread.subtract(count, ordering: .sequentiallyConsistent).newValue
        // The channel stops to read at the limit, and goes on when half of it was handled.
        if left <= Self.limit / 2, left + count > Self.limit / 2 { onChannel { $0.readOn() } }
    }

    /// The channel sends no more.
    func ended() { connection?.ended() }

    /// The channel has written what it had.
    func writable() { connection?.writable() }

    func write(_ pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Int {
        guard !bridge.isGone.load(ordering: .acquiring) else { return -1 }
        let count = pieces.reduce(0) { $0 + $1.count }
        var room = Self.limit - bridge.unwritten.load(ordering: .relaxed)
        if room < count {
            // Asked for before the look at what is under way: whoever finishes that sees one of the two.
            bridge.wantsWritable.store(true, ordering: .sequentiallyConsistent)
            room = Self.limit - bridge.unwritten.load(ordering: .sequentiallyConsistent)
        }
        let taken = min(count, max(0, room))
        guard taken > 0 else { return 0 }
        var buffer = ByteBufferAllocator().buffer(capacity: taken)
        for piece in pieces where buffer.readableBytes < taken {
            buffer.writeBytes(UnsafeRawBufferPointer(rebasing: piece.prefix(taken - buffer.readableBytes)))
        }
        bridge.unwritten.add(taken, ordering: .sequentiallyConsistent)
        let bytes = buffer
        onChannel { $0.write(bytes) }
        return taken
    }

    func setReading(_ isReading: Bool) {
        guard isReading != self.isReading else { return }
        self.isReading = isReading
        onChannel { $0.setPaused(!isReading) }
    }

    func shutdownOutput() { onChannel { $0.endOutput() } }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        connection = nil
        onChannel { $0.end() }
    }

    /// Calls the channel's end on its event loop, unless that has ended.
    private func onChannel(_ body: @escaping @Sendable (TransportEnd) -> Void) {
        guard !bridge.isGone.load(ordering: .acquiring) else { return }
        let bridge = bridge
        eventLoop.execute { body(bridge) }
    }
}
