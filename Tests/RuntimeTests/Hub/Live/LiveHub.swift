import GatewayTLS
import Logging

@testable import GatewayRuntime

/// A hub on threads of its own behind an HTTP server, and what its handler was told.
struct LiveHub {
    let hub: Hub<WebSocketMessage>
    let server: HTTPServer
    let port: Int
    let group: HubLoopGroup
    let events: EventLog

    init(
        _ settings: HubSettings = HubSettings(), threads: Int = 2, handler: ClosureHandler = ClosureHandler(),
        tls: TLSSettings = TLSSettings(), listeners: [ListenAddress] = []
    ) async throws {
        let events = EventLog()
        var handler = handler
        let (connected, disconnected) = (handler.onConnected, handler.onDisconnected)
        handler.onConnected = { client in
            connected(client)
            events.add("+\(client.user)")
        }
        handler.onDisconnected = { client, close in
            disconnected(client, close)
            events.add("-\(client.user) \(close.code)")
        }
        try await self.init(settings, threads: threads, events: events, tls: tls, listeners: listeners) { routes, hub in
            routes.webSocket("/ws", hub: hub, handler: handler, input: Self.admission)
        }
    }

    init(
        _ settings: HubSettings, threads: Int = 2, events: EventLog = EventLog(), tls: TLSSettings = TLSSettings(),
        listeners: [ListenAddress] = [], register: (inout Routes, Hub<WebSocketMessage>) -> Void
    ) async throws {
        self.events = events
        hub = Hub("live", settings.patient)
        group = HubLoopGroup(threads: threads)
        hub.attach(group)
        var routes = Routes()
        register(&routes, hub)
        var service = ServiceSettings()
        service.port = 0
        service.threads = 1
        service.timeouts.drain = .seconds(1)
        service.tls = tls
        service.listeners = listeners
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        server = try HTTPServer(
            routes: routes, hubs: [hub], settings: service, transports: [.tls], logger: logger)
        port = try await server.start().port
    }

    /// `?name=…&room=…`
    @Sendable static func admission(_ reader: inout RequestReader) throws -> HubAdmission<String> {
        let query = reader.request.query
        return HubAdmission(input: "", user: query["name"], room: query["room"] ?? "main")
    }

    func connect(_ user: String = "", room: String = "main", early: [UInt8] = [], receiveBuffer: Int? = nil)
        async throws
        -> LiveClient
    {
        let target = "/ws?room=\(room)" + (user.isEmpty ? "" : "&name=\(user)")
        return try await LiveClient.connect(port, target, early: early, receiveBuffer: receiveBuffer)
    }

    /// Connects and waits until the handler knows of it.
    func join(_ user: String, room: String = "main", receiveBuffer: Int? = nil) async throws -> LiveClient {
        let client = try await connect(user, room: room, receiveBuffer: receiveBuffer)
        await events.wait { $0 == "+\(user)" }
        return client
    }

    /// Waits until every loop has ended the turn that it is in.
    func nextTurn() async {
        for loop in group.loops {
            // The first may still fall into the turn; what it posts cannot.
            await withCheckedContinuation { continuation in
                loop.post(.run { $0.post(.run { _ in continuation.resume() }) })
            }
        }
    }

    func stop() async {
        await server.shutdown()
        group.stop()
    }
}

extension HubSettings {
    /// A busy machine, or one that checks every access, must not look like a stalled client, nor have a ping among the
    /// frames that a test expects.
    var patient: HubSettings {
        var settings = self
        settings.ping = .zero
        settings.timeout = .seconds(600)
        settings.write = .seconds(600)
        settings.closeTimeout = .seconds(600)
        return settings
    }
}
