import GatewayRuntime
import HTTPTypes
import Logging
import NIOCore
import NIOPosix

/// The least that can stand between a socket and a hub: reads one request, judges the handshake, writes the 101, hands
/// over. The hub's own tests use it so that they test the hub alone.
final class BareListener: Sendable {
    let port: Int
    private let channel: any Channel
    private let group: MultiThreadedEventLoopGroup

    init(_ routes: Routes, threads: Int = 1, port: Int = 0) async throws {
        group = MultiThreadedEventLoopGroup(numberOfThreads: threads)
        let endpoints = routes.entries.compactMap { entry -> (String, any WebSocketEndpoint)? in
            guard case .webSocket(let endpoint) = entry.endpoint else { return nil }
            return (entry.pattern.description, endpoint)
        }
        channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(RequestReaderHandler(endpoints: endpoints))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        self.port = channel.localAddress?.port ?? 0
    }

    func stop() async throws {
        try await channel.close()
        try await group.shutdownGracefully()
    }
}

/// Collects the header section, then takes itself out.
private final class RequestReaderHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let endpoints: [(path: String, endpoint: any WebSocketEndpoint)]
    private var bytes: [UInt8] = []
    private var isDone = false

    init(endpoints: [(String, any WebSocketEndpoint)]) {
        self.endpoints = endpoints.map { (path: $0.0, endpoint: $0.1) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var buffer = unwrapInboundIn(data)
        bytes += buffer.readBytes(length: buffer.readableBytes) ?? []
        guard !isDone, let end = headerEnd() else { return }
        isDone = true
        let text = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeFirst(end)
        open(text, context)
    }

    private func headerEnd() -> Int? {
        guard bytes.count >= 4 else { return nil }
        for index in 3..<bytes.count where bytes[index] == 10 && bytes[index - 2] == 10 { return index + 1 }
        return nil
    }

    private func open(_ text: String, _ context: ChannelHandlerContext) {
        let lines = text.split(whereSeparator: \.isNewline)
        let parts = lines.first?.split(separator: " ") ?? []
        guard parts.count == 3 else { return context.close(promise: nil) }
        let target = String(parts[1])
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon])) else {
                continue
            }
            fields.append(HTTPField(name: name, value: String(line[line.index(after: colon)...].drop { $0 == " " })))
        }
        let path = target.prefix { $0 != "?" }
        guard let endpoint = endpoints.first(where: { $0.path == path })?.endpoint else {
            return answer("200 OK", ["Content-Length": "3"], "ok\n", context)
        }
        let outcome = Handshake.judge(method: "GET", isHTTP11: true, policy: endpoint.policy) { name in
            HTTPField.Name(name).map { fields[values: $0] } ?? []
        }
        guard case .accept(let acceptance) = outcome else { return answer("400 Bad Request", [:], "", context) }
        do {
            let head = RequestHead(target: target, fields: fields)
            let request = Request(head: head, target: try RequestTarget(head))
            admit(endpoint, request, acceptance, context)
        } catch {
            answer("400 Bad Request", [:], "", context)
        }
    }

    private func admit(
        _ endpoint: any WebSocketEndpoint, _ request: Request, _ acceptance: Handshake.Acceptance,
        _ context: ChannelHandlerContext
    ) {
        let channel = context.channel
        let result = channel.eventLoop.makePromise(of: (any WebSocketAdmission).self)
        result.completeWithTask {
            let context = RequestContext(
                request: request, route: RouteInfo(pattern: "/"),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
            return try await endpoint.admit(request, context)
        }
        let fields = Dictionary(acceptance.fields.map { ($0.name, $0.value) }) { first, _ in first }
        let loopBound = NIOLoopBound((self, context), eventLoop: channel.eventLoop)
        result.futureResult.whenComplete { result in
            let (handler, context) = loopBound.value
            switch result {
            case .failure(let error):
                let status = (error as? HTTPError)?.status.code ?? 500
                handler.answer("\(status) Refused", ["Content-Length": "0"], "", context)
            case .success(let admission):
                guard channel.isActive else { return admission.abandon() }
                handler.answer("101 Switching Protocols", fields, "", context)
                context.pipeline.syncOperations.removeHandler(handler).whenComplete { _ in
                    let leftover = ByteBuffer(bytes: loopBound.value.0.bytes)
                    admission.open(on: channel, leftover: leftover, handshake: acceptance.negotiated)
                }
            }
        }
    }

    private func answer(_ status: String, _ fields: [String: String], _ body: String, _ context: ChannelHandlerContext)
    {
        let head = "HTTP/1.1 \(status)\r\n" + fields.map { "\($0): \($1)\r\n" }.joined() + "\r\n"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: head + body)), promise: nil)
    }
}
