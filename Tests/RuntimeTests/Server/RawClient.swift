import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

@testable import GatewayRuntime

/// A client that sends what a test says, byte for byte, and shows what comes back.
final class RawClient: Sendable {
    private let channel: any Channel
    private let inbox: Inbox

    /// What a test waits for at most; only a failing test waits that long.
    static let patience = TimeAmount.seconds(240)

    private init(channel: any Channel, inbox: Inbox) {
        self.channel = channel
        self.inbox = inbox
    }

    /// Connects; with `tls`, keys are agreed on before the first byte is sent, but for those of a preface.
    static func connect(
        _ address: ServerAddress, receiveBuffer: Int? = nil, preface: [UInt8] = [], tls: NIOSSLContext? = nil
    ) async throws -> RawClient {
        let inbox = Inbox()
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.minutes(5))
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if !preface.isEmpty {
                        try channel.pipeline.syncOperations.addHandler(PrefaceSender(preface))
                    }
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(InboxHandler(inbox))
                }
            }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: receiveBuffer)
        }
        let channel =
            if let path = address.path {
                try await bootstrap.connect(unixDomainSocketPath: path).get()
            } else {
                try await bootstrap.connect(host: address.host, port: address.port).get()
            }
        return RawClient(channel: channel, inbox: inbox)
    }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Ends the sending side.
    func finishSending() async throws {
        try await channel.close(mode: .output)
    }

    /// Ends the connection; without waiting for the rest.
    func close() async {
        try? await channel.close()
    }

    /// Stops taking what the server sends.
    func stopReading() async throws {
        try await channel.setOption(.autoRead, value: false).get()
    }

    /// Takes it again, if the connection is still there.
    func startReading() async {
        try? await channel.setOption(.autoRead, value: true).get()
        channel.read()
    }

    /// The next response; nil if the server ended the connection instead.
    func response(toHead: Bool = false) async throws -> RawResponse? {
        let end = try await wait { $0.range(of: "\r\n\r\n") != nil || $0.ended }
        guard let head = end.range(of: "\r\n\r\n") else { return nil }
        var response = RawResponse(head: String(decoding: end.bytes[..<head.lowerBound], as: UTF8.self))
        inbox.consume(head.upperBound)
        if toHead || response.status == 204 || response.status == 304 || response.status / 100 == 1 { return response }
        if response["transfer-encoding"] == "chunked" {
            response.body = try await chunks()
        } else if let length = response["content-length"].flatMap({ Int($0) }) {
            let state = try await wait { $0.bytes.count >= length || $0.ended }
            response.body = Array(state.bytes.prefix(length))
            inbox.consume(min(length, state.bytes.count))
        } else {
            response.body = try await rest()
        }
        return response
    }

    /// Waits until a text is among the bytes that came, which stay there; false if the server ended the connection without it.
    @discardableResult
    func sees(_ text: String) async throws -> Bool {
        try await wait { $0.range(of: text) != nil || $0.ended }.range(of: text) != nil
    }

    /// A chunked body to its end.
    func chunks() async throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            let state = try await wait { $0.range(of: "\r\n") != nil || $0.ended }
            guard let line = state.range(of: "\r\n"),
                let size = Int(String(decoding: state.bytes[..<line.lowerBound], as: UTF8.self), radix: 16)
            else { throw TruncatedBody() }
            let whole = line.upperBound + size + 2
            let full = try await wait { $0.bytes.count >= whole || $0.ended }
            guard full.bytes.count >= whole else { throw TruncatedBody() }
            body += full.bytes[line.upperBound..<line.upperBound + size]
            inbox.consume(whole)
            if size == 0 { return body }
        }
    }

    /// Everything until the server ends the connection.
    func rest() async throws -> [UInt8] {
        let state = try await wait { $0.ended }
        inbox.consume(state.bytes.count)
        return state.bytes
    }

    /// Waits until so many bytes are there.
    func bytes(_ count: Int) async throws -> [UInt8] {
        let state = try await wait { $0.bytes.count >= count || $0.ended }
        inbox.consume(min(count, state.bytes.count))
        return Array(state.bytes.prefix(count))
    }

    private func wait(_ isReady: @escaping @Sendable (Inbox.State) -> Bool) async throws -> Inbox.State {
        let inbox = inbox
        let alarm = channel.eventLoop.scheduleTask(in: Self.patience) { inbox.giveUp() }
        defer { alarm.cancel() }
        let state = await inbox.next(isReady)
        guard isReady(state) else { throw TimedOut(bytes: String(decoding: state.bytes, as: UTF8.self)) }
        return state
    }
}

struct TruncatedBody: Error {}

struct TimedOut: Error {
    let bytes: String
}

/// A response as it came over the wire.
struct RawResponse {
    let head: String
    var body: [UInt8] = []

    var status: Int { Int(head.dropFirst(9).prefix(3)) ?? 0 }
    var text: String { String(decoding: body, as: UTF8.self) }

    /// The values of all fields of a lower-case name.
    func all(_ name: String) -> [String] {
        head.split(separator: "\r\n").dropFirst().compactMap { line in
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { return nil }
            return String(line[line.index(colon, offsetBy: 2)...])
        }
    }

    /// A header's value by its lower-case name.
    subscript(_ name: String) -> String? {
        for line in head.split(separator: "\r\n").dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
            return String(line[line.index(colon, offsetBy: 2)...])
        }
        return nil
    }
}

/// What has come in and nobody has taken.
final class Inbox: Sendable {
    struct State {
        var bytes: [UInt8] = []
        var ended = false
        var gaveUp = false

        func range(of text: String) -> Range<Int>? {
            let wanted = Array(text.utf8)
            guard bytes.count >= wanted.count else { return nil }
            return (0...(bytes.count - wanted.count)).first { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
                .map { $0..<$0 + wanted.count }
        }
    }

    private let content = Watched(State())

    func change(_ body: (inout State) -> Void) { content.change(body) }

    func giveUp() { change { $0.gaveUp = true } }

    func consume(_ count: Int) { change { $0.bytes.removeFirst(min(count, $0.bytes.count)) } }

    /// What is there once it is ready, or nobody waits any longer.
    func next(_ isReady: @escaping @Sendable (State) -> Bool) async -> State {
        await content.when { isReady($0) || $0.gaveUp }
    }
}

/// Sends bytes before all others.
private final class PrefaceSender: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
        context.fireChannelActive()
    }
}

private final class InboxHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let inbox: Inbox

    init(_ inbox: Inbox) {
        self.inbox = inbox
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        inbox.change { $0.bytes += bytes.readableBytesView }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed? = event as? ChannelEvent { inbox.change { $0.ended = true } }
    }

    func channelInactive(context: ChannelHandlerContext) {
        inbox.change { $0.ended = true }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        inbox.change { $0.ended = true }
        context.close(promise: nil)
    }
}
