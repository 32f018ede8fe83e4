/// What a spec says of a hub, as plain values: what the generator writes as Swift and the gateway runs as it is.
public struct HubProgram: Sendable {
    /// What clients send.
    public var receives: Shape
    /// The types that `receives` and the templates refer to.
    public var types: TypeTable
    /// What happens to a received message.
    public var relay: Relay
    /// What the others are told when someone comes.
    public var joined: Message?
    /// What the others are told when someone goes.
    public var left: Message?
    /// What a newcomer is told.
    public var welcome: Message?

    /// What messages are.
    public enum Shape: Sendable {
        /// Frames of that kind as they are; nil takes both.
        case raw(WebSocketMessageKind?)
        /// JSON of a type, in text frames.
        case json(TypeSchema)
    }

    /// What happens to a received message.
    public enum Relay: Sendable {
        /// Nothing.
        case nothing
        /// The same for all messages.
        case rule(Rule)
        /// A rule for each tag of the union received; others are dropped.
        case byTag(field: String, rules: [String: Rule])
    }

    /// To whom a message goes, and as what.
    public struct Rule: Sendable {
        /// To whom.
        public var to: Target
        /// As what.
        public var send: Output

        /// Makes a rule.
        public init(to: Target, send: Output) {
            self.to = to
            self.send = send
        }
    }

    /// Who gets a message.
    public enum Target: Sendable {
        /// Everyone in the sender's room, everyone there but the sender, the sender alone.
        case room, others, sender
    }

    /// What is sent for a received message.
    public enum Output: Sendable {
        /// The message as it came, or for JSON as its type writes it.
        case asReceived
        /// The message behind a tag.
        case wrapped(field: String, tag: String)
        /// A message of the spec's own.
        case message(Message)
    }

    /// A message that a hub sends by itself.
    public struct Message: Sendable {
        /// The union's field and the member's tag, written first.
        public var tag: (field: String, value: String)?
        /// The rest.
        public var value: ValueTemplate

        /// Makes a message.
        public init(tag: (field: String, value: String)?, value: ValueTemplate) {
            self.tag = tag
            self.value = value
        }
    }

    /// Makes the program of a hub.
    public init(
        receives: Shape, types: TypeTable = TypeTable(), relay: Relay, joined: Message? = nil, left: Message? = nil,
        welcome: Message? = nil
    ) {
        self.receives = receives
        self.types = types
        self.relay = relay
        self.joined = joined
        self.left = left
        self.welcome = welcome
    }
}
