@testable import GatewayRuntime

/// A hub on loops that a test turns by hand, with a clock that stands still until it is told to go on.
final class ManualHub<Handler: HubHandler> where Handler.Sent == WebSocketMessage {
    let hub: Hub<WebSocketMessage>
    let loops: [HubLoop]
    let endpoint: InlineEndpoint<Handler>
    private(set) var now: UInt64 = 1_000_000_000

    init(_ settings: HubSettings = HubSettings(), loops count: Int = 1, handler: (Hub<WebSocketMessage>) -> Handler) {
        hub = Hub("test", settings)
        loops = (0..<count).map { HubLoop(index: $0) {} }
        hub.core.attach(HubLoopGroup(loops: loops))
        endpoint = InlineEndpoint(core: hub.core, handler: handler(hub))
        turn()
    }

    /// Runs one turn of every loop, in order; `body` is what became ready on the first.
    func turn(_ body: () -> Void = {}) {
        for index in loops.indices {
            turn(index) { if index == 0 { body() } }
        }
    }

    /// Runs one turn of one loop.
    func turn(_ index: Int, _ body: () -> Void = {}) {
        loops[index].enter()
        loops[index].beginTurn(now: now)
        body()
        loops[index].finishTurn()
        HubLoop.leave()
    }

    /// Turns until nobody has anything to do, so that what one loop posts to another arrives.
    func settle() {
        for _ in 0..<4 { turn() }
    }

    /// Lets time pass in steps of 50 ms, with a turn after each.
    func advance(milliseconds: Int) {
        for _ in 0..<(milliseconds + 49) / 50 {
            now += 50_000_000
            turn()
        }
    }

    /// Lets a client in, in a turn of its own. Its state is what the test gives.
    func connect(
        _ user: String = "", room: String = "main", loop: Int = 0, state: Handler.State, leftover: [UInt8] = [],
        address: String = "10.0.0.1", handshake: NegotiatedHandshake = NegotiatedHandshake(),
        after: String? = nil
    ) throws -> ManualClient {
        let resume = try after.map(HistoryRequest.init)
        try hub.core.takePlace(user: user, address: address)
        let ticket = StatefulTicket(
            endpoint: endpoint, room: hub.core.room(room), user: user, address: address, resume: resume, state: state)
        let client = ManualClient(hub: { self.turn(loop, $0) })
        turn(loop) {
            client.connection = ticket.start(
                on: self.hub.core.shards[loop], .indirect(client.transport), leftover: leftover,
                handshake: handshake)
        }
        return client
    }
}

extension ManualHub where Handler.State == Void {
    func connect(
        _ user: String = "", room: String = "main", loop: Int = 0, leftover: [UInt8] = [],
        address: String = "10.0.0.1", handshake: NegotiatedHandshake = NegotiatedHandshake(), after: String? = nil
    ) throws -> ManualClient {
        try connect(
            user, room: room, loop: loop, state: (), leftover: leftover, address: address, handshake: handshake,
            after: after)
    }
}

/// A handler made of closures: what it does not say, it does as a chat would.
struct ClosureHandler: HubHandler {
    typealias Client = HubClient<Void, WebSocketMessage>

    var onConnected: @Sendable (Client) -> Void = { _ in }
    var onReceived: @Sendable (WebSocketMessage, Client) throws -> Void = { message, client in
        client.room.send(message)
    }
    var onDisconnected: @Sendable (Client, CloseReason) -> Void = { _, _ in }

    func connecting(_ input: String, _ context: RequestContext) async throws {}
    func connected(_ client: Client) { onConnected(client) }
    func received(_ message: WebSocketMessage, from client: Client) throws { try onReceived(message, client) }
    func disconnected(_ client: Client, _ close: CloseReason) { onDisconnected(client, close) }
}

/// A list that closures on several threads can add to.
final class Log<Element: Sendable>: Sendable {
    private let list = Guarded<[Element]>([])
    func add(_ element: Element) { list.withLock { $0.append(element) } }
    var all: [Element] { list.withLock { $0 } }
}
