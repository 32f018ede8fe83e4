import Synchronization

/// What all loops of a hub share: its rooms by name, its users, and the places that are taken. Guarded by one lock, which
/// is taken when someone comes, goes or asks, never to send.
struct HubDirectory {
    /// Rooms by name: those with clients, and some that were left lately, so that their sequence goes on.
    private var rooms: [String: Room] = [:]
    /// Names of rooms that were left, the longest ago first; some of them may have been entered again.
    private var left: [String] = []
    private var forgetAt = 2 * HubDirectory.keptRooms
    /// Where the sequence of a room starts that may have been here before.
    private var sequenceFloor: Int64 = 0
    private(set) var occupied = 0

    /// Connections by user, for what is sent to a user.
    private var connections: [String: [WebSocketConnection]] = [:]
    private(set) var places = 0
    private var placesByUser: [String: Int] = [:]
    private var placesByAddress: [String: Int] = [:]
    var isDraining = false
    private var whenEmpty: (@Sendable () -> Void)?
    /// The places that all hubs of a server share; set before the first is taken.
    var processPlaces: ProcessPlaces?

    /// How many rooms without clients are kept.
    static let keptRooms = 1024

    // MARK: Rooms

    /// Rooms in memory, with clients or without.
    var roomCount: Int { rooms.count }

    /// The room of a name, made if there is none.
    mutating func room(_ name: String, parts: [HubShard], history: HubHistory?) -> Room {
        if let room = rooms[name] { return room }
        let room = Room(name: name, parts: parts, sequence: sequenceFloor, history: history)
        rooms[name] = room
        retire(name)
        return room
    }

    /// Notes that a room has no clients; the oldest of too many such rooms are forgotten.
    private mutating func retire(_ name: String) {
        left.append(name)
        if left.count > forgetAt { forgetOldest() }
    }

    private mutating func forgetOldest() {
        // A room that was left more than once stands here more than once: the last time counts.
        var seen: Set<String> = []
        var idle: [String] = []
        for name in left.reversed() where rooms[name]?.presence.clientCount == 0 && seen.insert(name).inserted {
            idle.append(name)
        }
        var kept = Array(idle.prefix(Self.keptRooms))
        for name in idle.dropFirst(Self.keptRooms) {
            guard var room = rooms.removeValue(forKey: name) else { continue }
            if isKnownUniquelyReferenced(&room) {
                sequenceFloor = max(sequenceFloor, room.lastSequence)
            } else {
                // Someone holds a handle on it.
                rooms[name] = room
                kept.append(name)
            }
        }
        left = kept.reversed()
        forgetAt = 2 * max(left.count, Self.keptRooms)
    }

    /// Counts a connection into a room. Gives whether it is its user's first there.
    mutating func enter(_ room: Room, _ connection: WebSocketConnection, loop: Int) -> Bool {
        let isFirst = room.presence.enter(connection.user, loop: loop)
        if room.presence.clientCount == 1 { occupied += 1 }
        room.members.wrappingAdd(1, ordering: .relaxed)
        room.occupiedLoops.bitwiseOr(1 << UInt64(loop), ordering: .releasing)
        return isFirst
    }

    /// Counts a connection out of a room. Gives whether it was its user's last there.
    mutating func leave(_ room: Room, _ connection: WebSocketConnection, loop: Int) -> Bool {
        let isLast = room.presence.leave(connection.user, loop: loop)
        room.members.wrappingSubtract(1, ordering: .relaxed)
        if !room.presence.isOn(loop) { room.occupiedLoops.bitwiseAnd(~(1 << UInt64(loop)), ordering: .releasing) }
        if room.presence.clientCount == 0 {
            occupied -= 1
            retire(room.name)
        }
        return isLast
    }

    /// The rooms that have clients, by name.
    var infos: [RoomInfo] {
        rooms.values.filter { $0.presence.clientCount > 0 }
            .map { RoomInfo(name: $0.name, users: $0.presence.list(), clientCount: $0.presence.clientCount) }
            .sorted { $0.name < $1.name }
    }

    // MARK: Users

    mutating func register(_ connection: WebSocketConnection) {
        connectionCount += 1
        guard !connection.user.isEmpty else { return }
        connections[connection.user, default: []].append(connection)
    }

    mutating func unregister(_ connection: WebSocketConnection) {
        connectionCount -= 1
        guard !connection.user.isEmpty, var list = connections[connection.user] else { return }
        connections[connection.user] = nil
        list.removeAll { $0 === connection }
        if !list.isEmpty { connections[connection.user] = list }
    }

    /// Connections in the hub, whatever rooms they are in.
    private(set) var connectionCount = 0

    /// Users that have connections.
    var userCount: Int { connections.count }

    func connections(of user: String) -> [WebSocketConnection] { connections[user] ?? [] }

    // MARK: Places

    /// A limit that stands against a connection to come.
    enum Limit: String {
        case hub = "the hub has all the connections it takes"
        case address = "too many connections from this address"
        case user = "too many connections of this user"
        case process = "the process has all the WebSockets it takes"
    }

    /// Takes a place for a connection to come, or says which limit stands against it.
    mutating func take(user: String, address: String, _ settings: HubSettings) -> Limit? {
        if places >= settings.connections { return .hub }
        if let limit = settings.connectionsPerIP {
            guard placesByAddress[Self.client(address), default: 0] < limit else { return .address }
        }
        if let limit = settings.connectionsPerUser, !user.isEmpty {
            guard placesByUser[user, default: 0] < limit else { return .user }
        }
        if let processPlaces {
            guard processPlaces.take() else { return .process }
        }
        places += 1
        if settings.connectionsPerIP != nil { placesByAddress[Self.client(address), default: 0] += 1 }
        if settings.connectionsPerUser != nil, !user.isEmpty { placesByUser[user, default: 0] += 1 }
        return nil
    }

    /// Gives a place back. What is to be done when no place is taken any more is given once.
    mutating func release(user: String, address: String) -> (@Sendable () -> Void)? {
        places -= 1
        processPlaces?.release()
        if !placesByAddress.isEmpty { Self.decrement(&placesByAddress, Self.client(address)) }
        Self.decrement(&placesByUser, user)
        guard places == 0 else { return nil }
        defer { whenEmpty = nil }
        return whenEmpty
    }

    /// Has something done when no place is taken any more; false if none is.
    mutating func onEmpty(_ action: @escaping @Sendable () -> Void) -> Bool {
        guard places > 0 else { return false }
        let earlier = whenEmpty
        whenEmpty = {
            earlier?()
            action()
        }
        return true
    }

    /// Who counts as one client: an address of IPv4, or all that share the first 64 bits of IPv6, which one customer gets.
    private static func client(_ address: String) -> String {
        guard address.utf8.contains(UInt8(ascii: ":")), let ip = IPAddress(address), !ip.isV4 else { return address }
        return Hexadecimal.text(ip.high)
    }

    private static func decrement(_ counts: inout [String: Int], _ key: String) {
        guard let count = counts[key] else { return }
        counts[key] = count > 1 ? count - 1 : nil
    }
}
