import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// A WebSocket client on a real socket.
final class LiveClient: Sendable {
    private let channel: any Channel
    private let frames: FrameQueue

    private init(channel: any Channel, frames: FrameQueue) {
        self.channel = channel
        self.frames = frames
    }

    /// Connects and asks for an upgrade; `early` is sent in the same write as the request, and
    /// `isCiphered` puts a `Cipher` before the socket. `fields` are more lines of the request's header.
    static func connect(
        _ port: Int, _ target: String = "/ws", early: [UInt8] = [], receiveBuffer: Int? = nil, isCiphered: Bool = false,
        tls: NIOSSLContext? = nil, fields: String = ""
    ) async throws -> LiveClient {
        let frames = FrameQueue()
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.minutes(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    if isCiphered { try channel.pipeline.syncOperations.addHandler(Cipher()) }
                    try channel.pipeline.syncOperations.addHandler(FrameHandler(frames))
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
        let request =
            "GET \(target) HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\(fields)\r\n"
        try await channel.writeAndFlush(ByteBuffer(bytes: Array(request.utf8) + early)).get()
        return LiveClient(channel: channel, frames: frames)
    }

    /// Sends bytes as they are.
    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get() }

    /// Sends bytes and does not wait until the kernel has taken them.
    func push(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    func say(_ text: String) async throws { try await send(ClientFrame.text(text)) }

    /// The next frame; nil when the connection has ended.
    func next() async -> ManualClient.Frame? { await frames.next() }

    /// The next so many texts, whatever frames stand between them.
    func texts(_ count: Int) async -> [String] {
        var texts: [String] = []
        while texts.count < count, let frame = await next() {
            if case .text(let text) = frame { texts.append(text) }
        }
        return texts
    }

    /// All frames until the connection ends.
    func rest() async -> [ManualClient.Frame] {
        var all: [ManualClient.Frame] = []
        while let frame = await next() { all.append(frame) }
        return all
    }

    /// Stops or starts to read from the socket.
    func setReading(_ isReading: Bool) async throws {
        try await channel.setOption(.autoRead, value: isReading).get()
        if isReading { channel.read() }
    }

    func close() async throws { try await channel.close().get() }

    /// Ends the connection with a reset instead of an orderly end.
    func reset() async throws {
        guard let options = channel as? any SocketOptionProvider else { return }
        try await options.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
    }
}

/// Frames on their way from the socket to the test.
final class FrameQueue: Sendable {
    private struct Content {
        var frames: [ManualClient.Frame] = []
        var head = 0
        var isEnded = false

        var next: ManualClient.Frame? { head < frames.count ? frames[head] : nil }
    }

    private let content = Watched(Content())

    func add(_ new: [ManualClient.Frame]) { content.change { $0.frames += new } }
    func end() { content.change { $0.isEnded = true } }

    func next() async -> ManualClient.Frame? {
        let frame = await content.when { $0.next != nil || $0.isEnded }.next
        content.change { $0.head = min($0.head + 1, $0.frames.count) }
        return frame
    }
}

/// Skips the answer to the handshake, then reads frames.
private final class FrameHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let queue: FrameQueue
    private var bytes: [UInt8] = []
    private var isOpen = false

    init(_ queue: FrameQueue) { self.queue = queue }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        bytes += buffer.readBytes(length: buffer.readableBytes) ?? []
        if !isOpen {
            guard let end = bytes.indices.dropFirst(3).first(where: { bytes[$0] == 10 && bytes[$0 - 2] == 10 }) else {
                return
            }
            bytes.removeFirst(end + 1)
            isOpen = true
        }
        var frames: [ManualClient.Frame] = []
        var start = 0
        while let (frame, length) = ClientFrame.parse(bytes[start...]) {
            frames.append(frame)
            start += length
        }
        bytes.removeFirst(start)
        queue.add(frames)
    }

    func channelInactive(context: ChannelHandlerContext) { queue.end() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
