extension Keys {
    static let root: [KeyRow] =
        [
            KeyRow("spec", .version, "The version of the language.", required: true),
            KeyRow("service", .service, "The service's name: small letters, words joined by `-`.", required: true),
            KeyRow("info", .keys(.info), "What the service says about itself."),
            KeyRow(
                "transports", .list(.scalar(.words(ServiceSpec.Transport.self))),
                "What a generated service speaks besides plain HTTP/1.1; the gateway speaks all of it."),
            KeyRow("envelope", .keys(.envelope), "What JSON answers of handlers, and all errors, are wrapped in."),
        ] + declarations + [
            KeyRow("use", .oneOrList(.scalar(.name("a middleware"))), "Middlewares that every route passes through.")
        ] + policies

    static let imported: [KeyRow] =
        [KeyRow("spec", .version, "The version of the language.", default: "that of the importing file")] + declarations

    private static let declarations: [KeyRow] = [
        KeyRow(
            "import", .list(.scalar(.importPath)),
            "Other files, relative to this one; their declarations count as this spec's."),
        KeyRow("types", .names(.type, what: "type", .objectType), "Objects: a name, then its fields."),
        KeyRow(
            "enums",
            .names(.type, what: "enum", .either([.list(.scalar(.word)), .keys(.enumeration)])),
            "Types with a fixed list of words."),
        KeyRow("unions", .names(.type, what: "union", .keys(.union)), "One of several objects, told apart by a field."),
        KeyRow(
            "aliases", .names(.type, what: "alias", .type(long: .alias)), "Names for types, mostly with constraints."),
        KeyRow(
            "auth",
            .names(
                .reference, what: "way to authenticate",
                .either([.scalar(.words(AuthScheme.Word.self)), .keys(.authScheme)])),
            "Ways to authenticate; their secrets stand in config."),
        KeyRow(
            "middleware", .list(.either([.scalar(.newName("middleware")), .keys(.middleware)])),
            "Middlewares that you write; each gets one stub."),
        KeyRow("routes", .names(.route, what: "route", .keys(.route)), "Routes: a request line, then what happens."),
        KeyRow("groups", .list(.keys(.group)), "Routes that share a prefix, policies or auth."),
        KeyRow("hubs", .names(.reference, what: "hub", .keys(.hub)), "WebSocket hubs: rooms of clients."),
        KeyRow(
            "upstreams", .names(.reference, what: "upstream", .keys(.upstream)),
            "Servers that `proxy` routes forward to."),
    ]

    static let info: [KeyRow] = [
        KeyRow("title", .prose, "A name for people.", default: "the service's name"),
        KeyRow("version", .verbatim, "The version of the service's interface."),
        KeyRow("description", .prose, "What the service is for."),
    ]

    static let upstream: [KeyRow] = [
        KeyRow("doc", .prose, "What it is for."),
        KeyRow("targets", .list(.scalar(.target)), "The servers' URLs.", required: true, config: true),
        KeyRow("balance", .words(UpstreamSpec.Balance.self), "How a server is picked.", default: "`p2c`", config: true),
    ]
}
