/// What happens when a client's message breaks its type.
public enum InvalidMessagePolicy: String, Hashable, Sendable, CaseIterable {
    /// The sender gets a problem frame that names every violation (the default).
    case error
    /// The message is counted and forgotten.
    case ignore
    /// The connection is closed: 1007 for what is malformed, 1003 for the wrong kind of frame, 1008 for the rest.
    case close
}
