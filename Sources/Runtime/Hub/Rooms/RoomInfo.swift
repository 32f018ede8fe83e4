/// A room and who is in it.
public struct RoomInfo: Hashable, Sendable {
    /// The room's name.
    public let name: String
    /// The users in it, in the order in which they came; one who is there twice is listed once.
    public let users: [String]
    /// How many connections it has.
    public let clientCount: Int

    /// How many users it has.
    public var userCount: Int { users.count }

    /// Puts the three together.
    public init(name: String, users: [String], clientCount: Int) {
        self.name = name
        self.users = users
        self.clientCount = clientCount
    }
}

extension RoomInfo: JSONObjectEncodable {
    /// Writes `name`, `users` and `clients`.
    public func encodeFields(to json: inout JSONWriter) {
        json.field("name", name)
        json.field("users", users)
        json.field("clients", clientCount)
    }
}
