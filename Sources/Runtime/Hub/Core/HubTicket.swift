import NIOCore
import Synchronization

/// Someone whom `connecting` let in and who holds a place, until the connection opens or dies.
class HubTicket: WebSocketAdmission, @unchecked Sendable {
    // @unchecked: subclasses add only constants; whether it was used is an atomic, and who used it alone changes the rest.

    final let endpoint: HubEndpoint
    final let room: Room
    final let user: String
    final let address: String
    final let id: UInt64
    /// What the client says it has had of its room's history.
    final let resume: HistoryRequest?
    /// What the client's request said, if the hub keeps that.
    final var input: AnyKeptInput?
    /// Whether it gets messages in a history's envelopes; known when it starts.
    private(set) final var isEnveloped = false
    private final let isUsed = Atomic<Bool>(false)

    init(endpoint: HubEndpoint, room: Room, user: String, address: String, resume: HistoryRequest? = nil) {
        self.endpoint = endpoint
        self.room = room
        self.user = user
        self.address = address
        self.resume = resume
        id = endpoint.core.nextID()
    }

    deinit { giveBack() }

    /// Whether the caller is the first to use it.
    final func use() -> Bool { !isUsed.exchange(true, ordering: .acquiringAndReleasing) }

    private final func giveBack() {
        if use() { endpoint.core.release(user: user, address: address) }
    }

    package final func abandon() { giveBack() }

    package final func open(
        on channel: any Channel, isPlainSocket: Bool, response: ByteBuffer, leftover: ByteBuffer,
        handshake: NegotiatedHandshake
    ) {
        HandOver.take(
            self, channel, isPlainSocket: isPlainSocket, response: Array(response.readableBytesView),
            leftover: Array(leftover.readableBytesView), handshake: handshake)
    }

    package final func open(on stream: WebSocketStream, handshake: NegotiatedHandshake) {
        HandOver.take(self, stream, handshake: handshake)
    }

    /// Makes the connection; on the loop's thread. From here on the connection gives the place back.
    final func start(
        on shard: HubShard, _ transport: ConnectionTransport, response: [UInt8] = [], leftover: [UInt8],
        handshake: NegotiatedHandshake
    ) -> WebSocketConnection? {
        guard use() else { return nil }
        let settings = WebSocketProtocolSettings(
            maxMessage: shard.settings.message, deflate: handshake.deflate,
            deflateThreshold: shard.settings.compressThreshold)
        isEnveloped = room.timeline != nil && handshake.subprotocol == HubHistory.subprotocol
        let connection = endpoint.makeConnection(self, shard: shard, transport: transport, settings: settings)
        connection.start(response: response, leftover: leftover, resume: resume)
        return connection
    }
}
