extension SpecRule {
    /// Titles and explanations.
    static let textsHubs: [SpecRule: Text] = [
        .unknownHub: Text(
            "unknown hub",
            """
            The route names a hub that is not declared under `hubs`.
            """),
        .unroutedHub: Text(
            "hub without a route",
            """
            No `WS` route leads to the hub, so nobody can reach it.
            """),
        .hubMessageType: Text(
            "type that a hub cannot have",
            """
            A hub receives and sends an object or a union (JSON in text frames), or raw frames: `text`, \
            `binary`, `any`.
            """),
        .unknownPlaceholder: Text(
            "unknown placeholder",
            """
            Known are `{in.field}` (of the received message), `{in}`, `{user}`, `{room}`, `{room.users}`, \
            `{path.x}`, `{query.x}`, `{header.x}`, `{cookie.x}`, `{auth.x}`, `{now}` and `{sequence}`.
            """),
        .placeholderNotHere: Text(
            "placeholder out of place",
            """
            The placeholder is known, but there is nothing to fill it with here: `{in}` only where a message was \
            received, and `user` and `room` come from the request alone.
            """),
        .placeholderMisfit: Text(
            "placeholder that does not fit",
            """
            A lone placeholder keeps its type, and nothing is converted; with text around it the value is a \
            string. A value that may be absent fits only where that is allowed.
            """),
        .missingParameter: Text(
            "parameter that a route lacks",
            """
            What a hub's `user` or messages take from the request must be declared on every route of the hub, \
            and what `room` takes on its own route; it is then checked before the upgrade.
            """),
        .differingParameter: Text(
            "parameter with two types",
            """
            The handler of a hub gets the parameters of all its routes as one value, so a name has one type.
            """),
        .unknownTag: Text(
            "unknown tag",
            """
            The tag is none of the union's.
            """),
        .unknownField: Text(
            "unknown field",
            """
            The message has a field that its type has not.
            """),
        .missingField: Text(
            "missing field",
            """
            The message lacks fields that its type demands.
            """),
        .messageForm: Text(
            "message of the wrong form",
            """
            For a union a message is one tag with its fields, for an object its fields, for a raw hub text. What \
            is received is sent as it is only if both are the same, or if it is a member of the union that is \
            sent.
            """),
        .noUser: Text(
            "hub without a user",
            """
            `{user}` and `{room.users}` need the hub to say who a client is: `user: "{query.name}"`.
            """),
        .authNeeded: Text(
            "authentication needed",
            """
            Claims such as `{auth.sub}` exist only on routes with `auth`; a limit per user needs a user that a \
            client cannot choose.
            """),
        .heartbeatOrder: Text(
            "heartbeat out of order",
            """
            A client is pinged after `ping` of silence and given up after `timeout`; the second must be the \
            longer one, or the ping is never answered in time.
            """),
        .hubKeyMisfit: Text(
            "key that does not suit the hub",
            """
            `trim` is for raw text (a typed message trims its fields), `invalid` for messages with a type.
            """),
        .goesNowhere: Text(
            "message that goes nowhere",
            """
            Without a relay rule a message goes to the room only if it can be sent as it is or is a member of \
            the union that is sent. Else it is for the handler alone: `relay: none` says that this is meant.
            """),
    ]
}
