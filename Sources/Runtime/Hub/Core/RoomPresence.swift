/// Who is in a room: each user once however many connections they have, in the order in which they came.
struct RoomPresence {
    private struct Entry {
        var connections: Int
        var position: Int
    }

    private var entries: [String: Entry] = [:]
    /// Names by position; one who has gone leaves a hole until there are too many.
    private var order: [String?] = []
    /// The users in order, if they were asked for since the last change that needs them anew.
    private var listed: [String]?
    private(set) var clientCount = 0
    /// Connections on each loop.
    private var perLoop: [Int32] = []

    var userCount: Int { entries.count }

    /// Users in the order in which they came.
    mutating func list() -> [String] {
        if let listed { return listed }
        let names = order.compactMap { $0 }
        listed = names
        return names
    }

    /// Whether a loop has connections in the room.
    func isOn(_ loop: Int) -> Bool { loop < perLoop.count && perLoop[loop] > 0 }

    /// Counts a connection in. Gives whether it is its user's first.
    mutating func enter(_ user: String, loop: Int) -> Bool {
        clientCount += 1
        while perLoop.count <= loop { perLoop.append(0) }
        perLoop[loop] += 1
        guard !user.isEmpty else { return true }
        if let entry = entries[user] {
            entries[user] = Entry(connections: entry.connections + 1, position: entry.position)
            return false
        }
        entries[user] = Entry(connections: 1, position: order.count)
        order.append(user)
        listed?.append(user)
        return true
    }

    /// Counts a connection out. Gives whether it was its user's last.
    mutating func leave(_ user: String, loop: Int) -> Bool {
        clientCount -= 1
        perLoop[loop] -= 1
        guard !user.isEmpty else { return true }
        guard let entry = entries[user] else { return false }
        guard entry.connections == 1 else {
            entries[user] = Entry(connections: entry.connections - 1, position: entry.position)
            return false
        }
        entries[user] = nil
        order[entry.position] = nil
        listed = nil
        if order.count > 2 * entries.count + 16 { compact() }
        return true
    }

    private mutating func compact() {
        order = order.filter { $0 != nil }
        for (position, name) in order.enumerated() {
            if let name { entries[name]?.position = position }
        }
    }
}
