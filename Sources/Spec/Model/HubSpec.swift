import GatewayDiagnostics

/// A WebSocket hub: rooms of clients, and what goes back and forth. A nil setting leaves the runtime's default.
public struct HubSpec: Sendable {
    /// The hub's name.
    public var name: Spanned<String>
    /// What it is for.
    public var doc: String?
    /// What clients send.
    public var receives: Spanned<MessageKind>
    /// What clients are sent.
    public var sends: Spanned<MessageKind>
    /// Who a client is.
    public var user: Template?
    /// What happens to a received message.
    public var relay: Relay
    /// What the others are told when someone comes.
    public var joined: MessageTemplate?
    /// What the others are told when someone goes.
    public var left: MessageTemplate?
    /// What a newcomer is told.
    public var welcome: MessageTemplate?
    /// Sizes, rates and counts.
    public var limits: HubLimits
    /// What happens to a client that cannot keep up.
    public var slow: SlowPolicy?
    /// With `slow: { conflate: field }`: the field that tells which messages replace each other.
    public var conflate: Spanned<String>?
    /// When clients are pinged and given up.
    public var heartbeat: Heartbeat
    /// The pages that may connect.
    public var origins: Spanned<Origins>?
    /// What happens to a message that breaks its type.
    public var invalid: InvalidPolicy?
    /// Whether handlers run off the event loop and may suspend.
    public var isAsync: Bool
    /// Whether raw text is trimmed and empty text ignored.
    public var trim: Bool?
    /// Messages kept for clients that come back.
    public var history: History?
    /// Whether permessage-deflate is offered.
    public var compress: Bool?
    /// Where the settings are written that rules point at, by key.
    var spans: [String: SourceSpan] = [:]

    /// Declares a hub.
    public init(name: Spanned<String>, receives: Spanned<MessageKind>, sends: Spanned<MessageKind>) {
        self.name = name
        self.receives = receives
        self.sends = sends
        relay = .standard
        limits = HubLimits()
        heartbeat = Heartbeat()
        isAsync = false
    }

    /// What a hub's messages are.
    public enum MessageKind: Hashable, Sendable {
        /// Text frames as they are.
        case text
        /// Binary frames as they are.
        case binary
        /// Both, as they are.
        case any
        /// JSON of an object or a union of the spec, in text frames.
        case type(String)
    }

    /// What happens to a received message.
    public enum Relay: Sendable {
        /// As the kinds allow: as it is if `receives` is `sends`, wrapped if it is a member of the union `sends`, else nothing.
        case standard
        /// Nothing but what the handler does (`relay: none`).
        case nothing
        /// One rule for all messages.
        case rule(RelayRule)
        /// A rule for each tag of the union received; nil is `none`. Tags without an entry are relayed as `standard` says.
        case byTag([(tag: Spanned<String>, rule: RelayRule?)])
    }

    /// What happens to a client that cannot keep up.
    public enum SlowPolicy: String, CaseIterable, Sendable {
        /// It is closed with 1013, or loses its oldest or newest messages.
        case disconnect, dropOldest, dropNewest
    }

    /// What happens to a message that breaks its type.
    public enum InvalidPolicy: String, CaseIterable, Sendable {
        /// The sender gets a problem frame, nothing happens, or the connection is closed.
        case error, ignore, close
    }

    /// The pages that may connect.
    public enum Origins: Hashable, Sendable {
        /// Pages of the same host, any page, or pages of these origins.
        case sameHost, any
        case list([String])
    }

    /// Messages kept for clients that come back.
    public struct History: Hashable, Sendable {
        /// How many messages a room keeps.
        public var size: Int
        /// How long it keeps them.
        public var ttl: Duration?

        /// Makes a history.
        public init(size: Int, ttl: Duration? = nil) {
            self.size = size
            self.ttl = ttl
        }
    }

    /// When clients are pinged and given up; nil leaves the runtime's default.
    public struct Heartbeat: Hashable, Sendable {
        /// How often an idle client is pinged (54 s).
        public var ping: Duration?
        /// How long after its last sign of life a client is given up (60 s).
        public var timeout: Duration?
        /// How long a write may take (10 s).
        public var write: Duration?
        /// How long the close handshake may take (5 s).
        public var close: Duration?

        /// Makes a heartbeat that leaves everything to the runtime.
        public init() {}
    }
}

/// To whom a received message goes, and as what.
public struct RelayRule: Sendable {
    /// To whom.
    public var to: Target
    /// As what; nil is the message as it is, wrapped with its tag where it is a member of the union sent.
    public var send: MessageTemplate?

    /// Who gets a message.
    public enum Target: String, CaseIterable, Sendable {
        /// Everyone in the sender's room, everyone there but the sender, the sender alone.
        case room, others, sender
    }

    /// Makes a rule.
    public init(to: Target, send: MessageTemplate? = nil) {
        self.to = to
        self.send = send
    }
}

/// A hub's sizes, rates and counts; nil leaves the runtime's default.
public struct HubLimits: Hashable, Sendable {
    /// How many bytes a message may have.
    public var message: Int?
    /// How often a client may send.
    public var rate: Rate?
    /// How many bytes a client may send in a time.
    public var byteRate: Rate?
    /// How many messages may wait for a client.
    public var queue: Int?
    /// How many bytes may wait for a client.
    public var queueBytes: Int?
    /// How many connections the hub holds.
    public var connections: Int?
    /// How many connections one address may hold.
    public var perIP: Int?
    /// How many connections one user may hold.
    public var perUser: Int?
    /// How many rooms one connection may be in.
    public var rooms: Int?

    /// Makes limits that leave everything to the runtime.
    public init() {}
}
