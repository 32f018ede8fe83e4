import GatewayYAML

/// Reads the policies that the spec, a group or a route states.
enum PolicyReader {
    /// Nil where none is stated, which is so of most routes.
    static func policies(_ node: Node) -> Policies? {
        var result = Policies()
        var isAnyStated = false
        for entry in node.mapping ?? [] {
            let value = entry.value
            switch entry.name {
            case "timeout": result.timeout = limit(value, DurationText.parse)
            case "maxBody": result.maxBody = limit(value, ByteCountText.parse)
            case "cors": result.cors = Spanned(value.text == "none" ? Limit.none : .value(cors(value)), entry.key.span)
            case "rateLimit":
                let rates = (value.sequence ?? [value]).compactMap { rateLimit($0) }
                if value.text == "none" {
                    result.rateLimits = Spanned(Limit.none, value.span)
                } else if !rates.isEmpty {
                    result.rateLimits = Spanned(.value(rates), value.span)
                }
            case "maxInFlight": result.maxInFlight = limit(value, CountText.parse)
            case "compress": result.compress = value.bool.map { Spanned($0, value.span) }
            case "cache": result.cache = limit(value, DurationText.parse)
            case "breaker": result.breaker = value.bool.map { Spanned($0, value.span) }
            case "shed": result.shed = value.bool.map { Spanned($0, value.span) }
            case "decompress": result.decompress = value.bool.map { Spanned($0, value.span) }
            case "unknownFields": result.unknownFields = TypeReader.spanned(value, UnknownFields.init)
            case "violations": result.violations = TypeReader.spanned(value) { Int($0) }
            case "securityHeaders": result.securityHeaders = Spanned(securityHeaders(value), value.span)
            case "priority": result.priority = TypeReader.spanned(value, Priority.init)
            default: continue
            }
            isAnyStated = true
        }
        return isAnyStated ? result : nil
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
            exposed: (node["expose"]?.sequence ?? []).compactMap(\.text),
            credentials: node["credentials"]?.bool ?? false,
            maxAge: node["maxAge"]?.text.flatMap(DurationText.parse))
    }

    private static func securityHeaders(_ node: Node) -> SecurityHeaders {
        guard node.mapping != nil else { return SecurityHeaders(isOn: node.bool ?? true) }
        return SecurityHeaders(
            frames: node["frames"]?.text.flatMap(SecurityHeaders.Frames.init),
            referrer: node["referrer"]?.text.flatMap(SecurityHeaders.ReferrerPolicy.init))
    }

    /// What the spec's root says of an envelope.
    static func envelope(_ node: Node?) -> Envelope? {
        guard let node, node.mapping != nil else { return nil }
        var envelope = Envelope()
        if let name = node["code"]?.text { envelope.code = name }
        if let name = node["message"]?.text { envelope.message = name }
        if let name = node["data"]?.text { envelope.data = name }
        if let word = node["errors"]?.text.flatMap(Envelope.ErrorStatus.init) { envelope.errors = word }
        return envelope
    }

    private static func rateLimit(_ node: Node) -> RateLimit? {
        if let text = node.text { return RateText.parse(text).map { RateLimit(rate: $0) } }
        guard let rate = node["rate"]?.text.flatMap(RateText.parse) else { return nil }
        return RateLimit(
            rate: rate, burst: node["burst"]?.text.flatMap(CountText.parse),
            by: node["by"]?.text.flatMap(RateLimit.Key.init) ?? .ip)
    }
}
