/// A hub of any message type, as the server, the metrics and `GET /rooms` see it.
public protocol AnyHub: AnyObject, Sendable {
    /// The hub's name in the spec.
    var name: String { get }
    /// The rooms that have clients, by name.
    var rooms: [RoomInfo] { get }
    /// How many connections the hub has.
    var clientCount: Int { get }
    /// What it has counted since it was made.
    var metrics: HubMetrics { get }
    /// Takes no more clients, closes those it has with 1001, spread over `HubSettings.drain`, and returns when all are
    /// gone; those that are still there at the deadline are cut.
    func drain(within deadline: Duration) async
}
