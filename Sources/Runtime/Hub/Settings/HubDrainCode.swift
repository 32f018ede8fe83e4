/// What a stopping hub tells its clients.
public enum HubDrainCode: String, Hashable, Sendable, CaseIterable {
    /// 1001: the server goes away (the default).
    case goingAway = "1001"
    /// 1012: the service restarts; clients that know it come back after a random while.
    case serviceRestart = "1012"
}
