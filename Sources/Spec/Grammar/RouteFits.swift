/// What goes with what in a route: the checks and the editors' schema go by it.
enum RouteFits {
    /// The keys that mean nothing beside an action.
    static func useless(beside action: String) -> Set<String> { table[action] ?? [] }

    private static let table = Dictionary(uniqueKeysWithValues: Place.actions.map { ($0, worthless(beside: $0)) })

    private static func worthless(beside action: String) -> Set<String> {
        switch action {
        case "handler": ["room"]
        case "hub":
            [
                "form", "body", "accepts", "returns", "streams", "status", "headers", "errors", "maxBody", "cache",
                "compress", "timeout", "cors", "maxInFlight", "unknownFields",
            ]
        case "static": forHandlers.union(["room", "cache"])
        case "proxy": forHandlers.subtracting(["path"]).union(["room"])
        default: forHandlers.union(["room"])
        }
    }

    private static let forHandlers: Set<String> = [
        "query", "header", "cookie", "form", "body", "accepts", "returns", "streams", "status", "headers", "errors",
        "path",
    ]

    /// Keys that some methods cannot have; `Checks+Routes` says why, each in its own words.
    static let refused: [(keys: [String], methods: [RouteMethod])] = [
        (["hub"], RouteMethod.allCases.filter { $0 != .webSocket }),
        (["static", "presence"], [.post, .put, .patch, .delete, .options, .any]),
        (["body"], [.get, .head, .any]),
        (["streams"], [.head, .put, .patch, .delete, .options, .any]),
    ]

    /// Keys that a method cannot do without.
    static let needed: [(key: String, method: RouteMethod)] = [("hub", .webSocket)]
}
