/// What a route knows of a client that wants in: what its handler gets, who it is, and which room it enters.
public struct HubAdmission<Input: Sendable>: Sendable {
    /// The decoded parameters.
    public let input: Input
    /// Who the client is; nil for someone without a name, whom no list of users shows.
    public let user: String?
    /// The room it enters.
    public let room: String
    /// Whether the hub keeps `input` for as long as the client is there: see `HubClient.input`.
    public let keepsInput: Bool

    /// Puts the three together; `room` is `main` where a spec names none.
    public init(input: Input, user: String? = nil, room: String = "main", keepsInput: Bool = false) {
        self.input = input
        self.user = user
        self.room = room
        self.keepsInput = keepsInput
    }
}
