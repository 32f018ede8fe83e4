extension Keys {
    static let hub: [KeyRow] = [
        KeyRow("doc", .prose, "What the hub is for; goes into the code."),
        KeyRow(
            "receives", .name("an object or union, or text, binary, any"),
            "What clients send: an object or a union (JSON in text frames), or `text`, `binary`, `any`.", required: true
        ),
        KeyRow(
            "sends", .name("an object or union, or text, binary, any"), "What clients are sent, in the same words.",
            required: true),
        KeyRow("user", .template, "Who a client is, from the parameters of its route or from `auth`."),
        KeyRow(
            "relay", .relay, "What happens to a received message: a rule, a rule for each tag, or `none`.",
            default: "to the room, where the types allow"),
        KeyRow("announce", .keys(.announce), "What the others are told when someone comes or goes."),
        KeyRow("welcome", .message, "What a newcomer is told."),
        KeyRow(
            "invalid", .words(HubSpec.InvalidPolicy.self), "What happens to a message that breaks its type.",
            default: "`error`", config: true),
        KeyRow("limits", .keys(.limits), "Sizes, rates and counts.", config: true),
        KeyRow(
            "slow", .either([.scalar(.words(HubSpec.SlowPolicy.self)), .keys(.slow)]),
            "What happens to a client that cannot keep up.",
            default: "`disconnect`", config: true),
        KeyRow("heartbeat", .keys(.heartbeat), "When clients are pinged and given up.", config: true),
        KeyRow(
            "origins", .either([.scalar(.words(["same-host", "any"])), .list(.scalar(.origin))]),
            "The pages that may connect.",
            default: "`same-host`", config: true),
        KeyRow("history", .keys(.history), "Messages kept for clients that come back.", default: "none"),
        KeyRow("compress", .bool, "Whether permessage-deflate is offered.", default: "`false`", config: true),
        KeyRow("async", .bool, "Whether handlers run off the event loop and may suspend.", default: "`false`"),
        KeyRow(
            "trim", .bool, "For raw text: line breaks become spaces, white space around goes, empty text is ignored.",
            default: "`false`"),
    ]

    static let slow: [KeyRow] = [
        KeyRow(
            "conflate", .name("a field of what the hub sends"),
            "Of the messages that wait with the same value of this field (and the same tag, in a union) only the newest stays; if that is not enough, 1013.",
            required: true)
    ]

    static let relay: [KeyRow] = [
        KeyRow(
            "to", .words(RelayRule.Target.self), "Who gets it: the room, the others in it, or the sender.",
            required: true),
        KeyRow("send", .message, "As what.", default: "the message as it is, or wrapped with its tag"),
    ]

    static let announce: [KeyRow] = [
        KeyRow("joined", .message, "To the others when a user comes."),
        KeyRow("left", .message, "To the others when a user's last connection goes."),
    ]

    static let announcement: [KeyRow] = [
        KeyRow("send", .message, "The message, where its tag is not the event's name.", required: true)
    ]

    static let limits: [KeyRow] = [
        KeyRow(
            "message", .size, "The largest message; a larger one closes with 1009.",
            default: "`512B` for raw text, else `64KiB`", config: true),
        KeyRow("rate", .rate, "How often a client may send; more closes with 1008.", default: "none", config: true),
        KeyRow(
            "byteRate", .byteRate, "How many bytes a client may send in a time; more closes with 1008.",
            default: "none",
            config: true),
        KeyRow("queue", .count, "How many messages may wait for a client.", default: "`256`", config: true),
        KeyRow(
            "queueBytes", .size, "How many bytes may wait for a client.", default: "`1MiB`, or four messages",
            config: true),
        KeyRow(
            "connections", .count, "How many connections the hub holds; more get 429.", default: "`100k`", config: true),
        KeyRow("perIP", .count, "How many connections one address may hold.", default: "none", config: true),
        KeyRow(
            "perUser", .count, "How many connections one user may hold; needs a `user` from `auth`.", default: "none",
            config: true),
        KeyRow(
            "rooms", .count, "How many rooms one connection may be in; more closes with 1008.", default: "`128`",
            config: true),
    ]

    static let heartbeat: [KeyRow] = [
        KeyRow("ping", .duration, "How often an idle client is pinged.", default: "`54s`", config: true),
        KeyRow(
            "timeout", .duration, "How long after its last sign of life a client is given up.", default: "`60s`",
            config: true),
        KeyRow("write", .duration, "How long a write may take.", default: "`10s`", config: true),
        KeyRow("close", .duration, "How long the close handshake may take.", default: "`5s`", config: true),
    ]

    static let history: [KeyRow] = [
        KeyRow("size", .count, "How many messages a room keeps.", required: true),
        KeyRow("ttl", .duration, "How long it keeps them.", default: "as long as the room lives"),
    ]
}
