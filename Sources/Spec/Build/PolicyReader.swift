import GatewayYAML

/// Reads the policies that the spec, a group or a route states.
enum PolicyReader {
    static func policies(_ node: Node) -> Policies {
        var result = Policies()
        for entry in node.mapping ?? [] {
            let value = entry.value
            switch entry.name {
            case "timeout": result.timeout = limit(value, DurationText.parse)
            case "maxBody": result.maxBody = limit(value, ByteCountText.parse)
            case "cors": result.cors = Spanned(cors(value), entry.key.span)
            case "rateLimit": result.rateLimit = rateLimit(value).map { Spanned($0, value.span) }
            case "maxInFlight": result.maxInFlight = TypeReader.spanned(value, CountText.parse)
            case "compress": result.compress = value.bool.map { Spanned($0, value.span) }
            case "cache": result.cache = limit(value, DurationText.parse)
            case "priority": result.priority = TypeReader.spanned(value, Priority.init)
            default: break
            }
        }
        return result
    }

    private static func limit<Value: Hashable & Sendable>(
        _ node: Node, _ parse: (String) -> Value?
    ) -> Spanned<Limit<Value>>? {
        TypeReader.spanned(node) { $0 == "none" ? Limit.none : parse($0).map(Limit.value) }
    }

    private static func cors(_ node: Node) -> Cors {
        guard node.mapping != nil else { return Cors(origins: node.sequence.map { $0.compactMap(\.text) }) }
        return Cors(
            origins: node["origins"]?.sequence.map { $0.compactMap(\.text) },
            methods: (node["methods"]?.sequence ?? []).compactMap(\.text),
            headers: (node["headers"]?.sequence ?? []).compactMap(\.text),
            credentials: node["credentials"]?.bool ?? false,
            maxAge: node["maxAge"]?.text.flatMap(DurationText.parse))
    }

    private static func rateLimit(_ node: Node) -> RateLimit? {
        if let text = node.text { return RateText.parse(text).map { RateLimit(rate: $0) } }
        guard let rate = node["rate"]?.text.flatMap(RateText.parse) else { return nil }
        return RateLimit(
            rate: rate, burst: node["burst"]?.text.flatMap(CountText.parse),
            by: node["by"]?.text.flatMap(RateLimit.Key.init) ?? .ip)
    }
}
