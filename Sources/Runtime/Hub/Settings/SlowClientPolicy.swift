/// What happens to a client whose queue is full.
public enum SlowClientPolicy: String, Hashable, Sendable, CaseIterable {
    /// It is closed with 1013 and a reason (the default).
    case disconnect
    /// The oldest messages that wait for it are dropped and counted.
    case dropOldest
    /// The newest messages for it are dropped and counted.
    case dropNewest
    /// Of the messages that wait for it with the same key (`HubSettings.conflateBy`) only the newest stays; if that is not
    /// enough, it is closed with 1013.
    case conflate
}
