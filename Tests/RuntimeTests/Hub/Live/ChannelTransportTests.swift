import NIOCore
import NIOPosix
import Testing

@testable import GatewayRuntime

@Suite("The hub on channels that are no plain sockets", .timeLimit(.minutes(10)))
struct ChannelTransportTests {
    @Test("clients behind a cipher chat, and are closed as any other")
    func chat() async throws {
        let live = try await CipheredHub()
        let ann = try await live.join("ann")
        let bob = try await live.join("bob")
        try await ann.say("hello")
        #expect(await ann.next() == .text("hello"))
        #expect(await bob.next() == .text("hello"))
        try await bob.send(ClientFrame.ping("you there?") + ClientFrame.binary([0, 255]))
        #expect(await bob.next() == .pong("you there?"))
        #expect(await ann.next() == .binary([0, 255]))
        try await ann.send(ClientFrame.close(1000))
        #expect(await ann.rest() == [.close(1000, "")])
        await live.events.wait { $0 == "-ann 1000" }
        await live.stop()
        #expect(await bob.rest().last == .close(1001, "the server is going away"))
    }

    @Test("frames that come with the request, and messages of a mebibyte both ways, arrive whole and in order")
    func large() async throws {
        let live = try await CipheredHub(HubSettings(message: 1 << 20, queue: 100, queueBytes: 1 << 24))
        let ann = try await live.join("ann", early: ClientFrame.text("early"))
        #expect(await ann.next() == .text("early"))
        let texts = (0..<6).map { "\($0)" + String(repeating: "x", count: 1_000_000) }
        for text in texts { ann.push(ClientFrame.text(text)) }
        #expect(await ann.texts(texts.count) == texts)
        await live.stop()
    }

    @Test("a client that breaks the protocol learns why, and one that vanishes is found gone")
    func endings() async throws {
        let live = try await CipheredHub()
        let rude = try await live.join("rude")
        try await rude.send([0x81, 0x01, 0x41])
        guard case .close(1002, _)? = await rude.next() else {
            Issue.record("no close frame with 1002")
            return
        }
        #expect(await rude.next() == nil)
        let ann = try await live.join("ann")
        try await ann.reset()
        await live.events.wait { $0 == "-ann 1006" }
        let bob = try await live.join("bob")
        live.hub.kick(user: "bob", reason: "enough")
        #expect(await bob.next() == .close(1008, "enough"))
        try await bob.send(ClientFrame.close(1008))
        #expect(await bob.next() == nil)
        await live.stop()
        #expect(live.hub.core.placesTaken == 0)
    }

    @Test("a client that stops reading is cut with 1013, and the others do not notice")
    func stopsReading() async throws {
        let live = try await CipheredHub(HubSettings(message: 1 << 20, queue: 64, queueBytes: 1 << 22))
        let ann = try await live.join("ann")
        let bob = try await live.join("bob")
        let slow = try await live.join("slow", receiveBuffer: 4096)
        try await slow.setReading(false)
        let text = String(repeating: "x", count: 60_000)
        while live.hub.metrics.slowClosed == 0, !Task.isCancelled {
            try await ann.say(text)
            #expect(await ann.next() == .text(text))
            #expect(await bob.next() == .text(text))
        }
        await live.events.wait { $0 == "-slow 1013" }
        try await slow.setReading(true)
        var last = await slow.next()
        while last == .text(text) { last = await slow.next() }
        #expect(last == .close(1013, "messages came faster than this client read them"))
        try await slow.send(ClientFrame.close(1013))
        #expect(await slow.next() == nil)
        await live.stop()
    }

    @Test("a client that does not read the answers to what it sends is not read, and nothing is lost")
    func backPressure() async throws {
        let echo = ClosureHandler(onReceived: { message, client in client.send(message) })
        let live = try await CipheredHub(HubSettings(queue: 100, queueBytes: 1 << 20), handler: echo)
        let ann = try await live.join("ann", receiveBuffer: 4096)
        try await ann.setReading(false)
        let text = String(repeating: "x", count: 10_000)
        let count = 2000
        for number in 0..<count { ann.push(ClientFrame.text("\(number) \(text)")) }
        // It takes so much of them that it must have stopped, and then hears them all.
        await until { live.hub.metrics.messagesIn >= 100 }
        try await ann.setReading(true)
        #expect(await ann.texts(count) == (0..<count).map { "\($0) \(text)" })
        #expect(live.hub.metrics.slowClosed == 0)
        await live.stop()
    }
}

/// A hub whose clients come through channels with a handler between frames and socket, as TLS would be.
private struct CipheredHub {
    let hub: Hub<WebSocketMessage>
    let events = EventLog()
    private let group: HubLoopGroup
    private let listener: any Channel

    init(_ settings: HubSettings = HubSettings(), handler: ClosureHandler = ClosureHandler()) async throws {
        var settings = settings.patient
        settings.drain = .zero
        hub = Hub("ciphered", settings)
        group = HubLoopGroup(threads: 2)
        hub.attach(group)
        var handler = handler
        let events = events
        handler.onConnected = { events.add("+\($0.user)") }
        handler.onDisconnected = { events.add("-\($0.user) \($1.code)") }
        let endpoint = InlineEndpoint(core: hub.core, handler: handler)
        listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Cipher())
                    try channel.pipeline.syncOperations.addHandler(Opener(endpoint))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    func join(_ user: String, early: [UInt8] = [], receiveBuffer: Int? = nil) async throws -> LiveClient {
        let client = try await LiveClient.connect(
            listener.localAddress?.port ?? 0, user, early: early, receiveBuffer: receiveBuffer, isCiphered: true)
        await events.wait { $0 == "+\(user)" }
        return client
    }

    func nextTurn() async {
        for loop in group.loops {
            await withCheckedContinuation { continuation in loop.post(.run { _ in continuation.resume() }) }
        }
    }

    func stop() async {
        try? await listener.close()
        await hub.drain(within: .seconds(1))
        group.stop()
    }
}

/// Reads `GET user …` and gives the channel to the hub.
private final class Opener: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let endpoint: InlineEndpoint<ClosureHandler>
    private var bytes: [UInt8] = []

    init(_ endpoint: InlineEndpoint<ClosureHandler>) { self.endpoint = endpoint }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += Array(unwrapInboundIn(data).readableBytesView)
        guard let end = bytes.indices.dropFirst(3).first(where: { bytes[$0] == 10 && bytes[$0 - 2] == 10 }) else {
            return
        }
        let user = String(decoding: bytes.dropFirst(4).prefix { $0 != 0x20 }, as: UTF8.self)
        do {
            try endpoint.core.takePlace(user: user, address: "")
        } catch { return context.close(promise: nil) }
        let ticket = StatefulTicket(
            endpoint: endpoint, room: endpoint.core.room("main"), user: user, address: "", state: ())
        let leftover = ByteBuffer(bytes: bytes[(end + 1)...])
        let channel = context.channel
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
        ticket.open(
            on: channel, isPlainSocket: false, response: ByteBuffer(string: "HTTP/1.1 101 Switching\r\n\r\n"),
            leftover: leftover, handshake: NegotiatedHandshake(), access: nil)
    }
}

/// Changes every byte on its way, as TLS does: who uses the socket without the channel is found out.
final class Cipher: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(NIOAny(changed(unwrapInboundIn(data))))
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(NIOAny(changed(unwrapOutboundIn(data))), promise: promise)
    }

    private func changed(_ buffer: ByteBuffer) -> ByteBuffer {
        var buffer = buffer
        buffer.withUnsafeMutableReadableBytes { bytes in for index in bytes.indices { bytes[index] ^= 0x5A } }
        return buffer
    }
}
