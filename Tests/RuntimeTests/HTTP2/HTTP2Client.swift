import GatewayHTTP2
import NIOCore
import NIOHPACK
import NIOHTTP2
import NIOPosix
import NIOSSL
import NIOTLS

@testable import GatewayRuntime

/// A client that speaks HTTP/2 by swift-nio-http2, frame by frame as a test says, and shows what comes back.
final class HTTP2Client: Sendable {
    /// What came back on one stream.
    struct Answer: Sendable {
        var heads: [[String: String]] = []
        var body: [UInt8] = []
        var isEnded = false
        /// The code of a reset.
        var reset: Int?

        var isOver: Bool { isEnded || reset != nil }
        var status: Int { Int(heads.last?[":status"] ?? "") ?? 0 }
        var text: String { String(decoding: body, as: UTF8.self) }
        subscript(_ name: String) -> String? { heads.last?[name] }
    }

    struct Inbox: Sendable {
        var answers: [Int: Answer] = [:]
        /// Codes and last streams of the GOAWAYs.
        var goodbyes: [(code: Int, last: Int)] = []
        var pings = 0
        var settings: [Int: Int] = [:]
        /// What the server granted, by stream.
        var grants: [Int: Int] = [:]
        var isClosed = false
    }

    let channel: any Channel
    let inbox: Watched<Inbox>
    private let nextID = Guarded(1)

    private init(_ channel: any Channel, _ inbox: Watched<Inbox>) {
        self.channel = channel
        self.inbox = inbox
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - grants: whether it grants again what it has received; else it takes 65,535 bytes and no more.
    ///   - answersPings: whether it says that the server's last ping came.
    static func connect(
        _ address: ServerAddress, grants: Bool = true, receiveBuffer: Int? = nil
    ) async throws -> HTTP2Client {
        let inbox = Watched(Inbox())
        let tls = address.isSecure ? try TestCertificates.client { $0.applicationProtocols = ["h2"] } : nil
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.minutes(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    var configuration = NIOHTTP2Handler.ConnectionConfiguration()
                    // So that a test can break the rules.
                    configuration.headerBlockValidation = .disabled
                    configuration.contentLengthValidation = .disabled
                    try channel.pipeline.syncOperations.addHandlers([
                        NIOHTTP2Handler(mode: .client, connectionConfiguration: configuration),
                        Recorder(inbox, grants: grants),
                    ])
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        let channel = try await bootstrap.connect(host: address.host, port: address.port).get()
        let client = HTTP2Client(channel, inbox)
        await inbox.when { !$0.settings.isEmpty || $0.isClosed }
        return client
    }

    // MARK: Requests

    /// The fields of a request.
    static func fields(
        _ method: String = "GET", _ path: String, scheme: String = "http", authority: String? = "localhost",
        _ more: [(String, String)] = []
    ) -> HPACKHeaders {
        var fields: [(String, String)] = [(":method", method), (":path", path), (":scheme", scheme)]
        if let authority { fields.append((":authority", authority)) }
        return HPACKHeaders(fields + more)
    }

    /// Opens a stream.
    @discardableResult
    func open(_ fields: HPACKHeaders, ends: Bool = true) -> Int {
        let id = nextID.withLock { next in
            defer { next += 2 }
            return next
        }
        send(id, .headers(.init(headers: fields, endStream: ends)))
        return id
    }

    func send(_ id: Int, _ payload: HTTP2Frame.FramePayload) {
        channel.writeAndFlush(HTTP2Frame(streamID: HTTP2StreamID(id), payload: payload), promise: nil)
    }

    func send(_ id: Int, body: [UInt8], ends: Bool = false) {
        send(id, .data(.init(data: .byteBuffer(ByteBuffer(bytes: body)), endStream: ends)))
    }

    func reset(_ id: Int) { send(id, .rstStream(.cancel)) }

    /// Waits until the server has seen all that was sent.
    func seen() async {
        let pings = inbox.value.pings
        send(0, .ping(HTTP2PingData(withInteger: 1), ack: false))
        await inbox.when { $0.pings > pings || $0.isClosed }
    }

    /// The answer to a stream, when it is over or as a test wants it.
    func answer(_ id: Int, when isReady: @escaping @Sendable (Answer) -> Bool = { $0.isOver }) async -> Answer {
        await inbox.when { inbox in inbox.isClosed || inbox.answers[id].map(isReady) ?? false }.answers[id] ?? Answer()
    }

    /// Asks, and waits for the answer.
    func get(_ path: String, method: String = "GET", _ more: [(String, String)] = []) async -> Answer {
        await answer(open(Self.fields(method, path, more)))
    }

    /// Waits for the end of the connection.
    func ended() async -> Inbox { await inbox.when { $0.isClosed } }

    func close() async { try? await channel.close() }

    // MARK: WebSockets

    /// Opens a WebSocket (RFC 8441).
    func socket(_ path: String, _ more: [(String, String)] = [("sec-websocket-version", "13")]) -> Int {
        var fields = HPACKHeaders([
            (":method", "CONNECT"), (":protocol", "websocket"), (":path", path), (":scheme", "https"),
            (":authority", "localhost"),
        ])
        for (name, value) in more { fields.add(name: name, value: value) }
        return open(fields, ends: false)
    }

    /// The frames that came on a WebSocket, once there are so many, or it is over.
    func frames(_ id: Int, _ count: Int) async -> [ManualClient.Frame] {
        let answer = await answer(id) { $0.isOver || Self.parse($0.body).count >= count }
        return Self.parse(answer.body)
    }

    static func parse(_ bytes: [UInt8]) -> [ManualClient.Frame] {
        var frames: [ManualClient.Frame] = []
        var start = 0
        while let (frame, length) = ClientFrame.parse(bytes[start...]) {
            frames.append(frame)
            start += length
        }
        return frames
    }
}

/// Keeps what comes in.
private final class Recorder: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    private let inbox: Watched<HTTP2Client.Inbox>
    private let grants: Bool

    init(_ inbox: Watched<HTTP2Client.Inbox>, grants: Bool) {
        self.inbox = inbox
        self.grants = grants
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        let id = Int(frame.streamID)
        switch frame.payload {
        case .headers(let headers):
            let fields = headers.headers.map { ($0.name, $0.value) }
            inbox.change {
                $0.answers[id, default: .init()].heads.append(Dictionary(fields) { $0 + ", " + $1 })
                if headers.endStream { $0.answers[id]?.isEnded = true }
            }
        case .data(let data):
            guard case .byteBuffer(let buffer) = data.data else { return }
            inbox.change {
                $0.answers[id, default: .init()].body += buffer.readableBytesView
                if data.endStream { $0.answers[id]?.isEnded = true }
            }
            let count = buffer.readableBytes
            guard grants, count > 0 else { return }
            grant(context, 0, count)
            if !data.endStream { grant(context, id, count) }
        case .rstStream(let code): inbox.change { $0.answers[id, default: .init()].reset = code.networkCode }
        case .goAway(let last, let code, _):
            inbox.change { $0.goodbyes.append((code.networkCode, Int(last))) }
        case .ping(_, let isAnswer): if isAnswer { inbox.change { $0.pings += 1 } }
        case .settings(.settings(let settings)):
            inbox.change { inbox in
                for setting in settings { inbox.settings[Self.number(setting.parameter)] = setting.value }
            }
        case .windowUpdate(let count): inbox.change { $0.grants[id, default: 0] += count }
        default: break
        }
    }

    private func grant(_ context: ChannelHandlerContext, _ id: Int, _ count: Int) {
        context.writeAndFlush(
            wrapOutboundOut(
                HTTP2Frame(streamID: HTTP2StreamID(id), payload: .windowUpdate(windowSizeIncrement: count))),
            promise: nil)
    }

    private static func number(_ parameter: HTTP2SettingsParameter) -> Int {
        switch parameter {
        case .maxConcurrentStreams: 3
        case .initialWindowSize: 4
        case .maxFrameSize: 5
        case .maxHeaderListSize: 6
        case .enableConnectProtocol: 8
        default: 0
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.change { $0.isClosed = true }
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A stream that a test breaks on purpose.
        if !(error is any NIOHTTP2Error) { context.close(promise: nil) }
    }
}
