import GatewayDiagnostics
import GatewayYAML

extension SpecBuilder {
    /// A way to authenticate: one word, or a mapping with the word as a key.
    func authScheme(_ entry: Node.Entry) -> AuthScheme {
        let node = entry.value
        let name = Spanned(entry.name, entry.key.span)
        return AuthScheme(name: name, kind: kind(node), claims: claims(entry), doc: node["doc"]?.text)
    }

    private func kind(_ node: Node) -> AuthScheme.Kind {
        let words = AuthScheme.Word.allCases
        let word = node.text.flatMap(AuthScheme.Word.init) ?? words.first { node[$0.rawValue] != nil } ?? .jwt
        let settings = node[word.rawValue]
        switch word {
        case .jwt: return .jwt(jwt(settings))
        case .apiKey: return .apiKey(from: sources(settings?["from"]))
        case .basic: return .basic
        case .signed: return .signed(skew: settings?["skew"]?.text.flatMap(DurationText.parse))
        }
    }

    private func jwt(_ node: Node?) -> AuthScheme.JWT {
        var jwt = AuthScheme.JWT(algorithms: TypeReader.names(node?["algorithms"]), sources: sources(node?["from"]))
        jwt.keys = TypeReader.spanned(node?["keys"], AuthScheme.JWT.Keys.init)
        jwt.rotation = node?["rotation"].flatMap { node in node.bool.map { Spanned($0, node.span) } }
        jwt.issuer = node?["issuer"]?.text
        jwt.audience = node?["audience"]?.text
        jwt.leeway = node?["leeway"]?.text.flatMap(DurationText.parse)
        jwt.expires = node?["expires"]?.bool
        return jwt
    }

    private func sources(_ node: Node?) -> [Spanned<CredentialSource>] {
        guard let node else { return [] }
        return (node.sequence ?? [node]).compactMap { item in
            if item.text == "bearer" { return Spanned(.bearer, item.span) }
            if item.text == "subprotocol" { return Spanned(.subprotocol, item.span) }
            if let name = item["header"]?.text { return Spanned(.header(name), item.shortSpan) }
            if let name = item["cookie"]?.text { return Spanned(.cookie(name), item.shortSpan) }
            return item["query"]?.text.map { Spanned(.query($0), item.shortSpan) }
        }
    }

    /// The type of the claims: one that is named, or the one that the scheme spells out.
    private func claims(_ entry: Node.Entry) -> Spanned<String>? {
        guard let claims = entry.value.entry(named: "claims") else { return nil }
        if claims.value.mapping != nil { return Spanned(AuthScheme.claimsType(entry.name), claims.key.span) }
        return claims.value.text.map { Spanned($0, claims.value.span) }
    }

    /// The types of claims that schemes spell out.
    static func claimsTypes(_ auth: Node?) -> [TypeDeclaration] {
        (auth?.mapping ?? []).compactMap { scheme in
            guard let claims = scheme.value.entry(named: "claims"), claims.value.mapping != nil else { return nil }
            let name = Spanned(AuthScheme.claimsType(scheme.name), claims.key.span)
            return object(
                claims, named: name, otherwise: "What those say of themselves whom `\(scheme.name)` knows.")
        }
    }

    func middleware(_ node: Node) -> MiddlewareDeclaration? {
        guard let name = node["name"] ?? (node.text == nil ? nil : node), let text = name.text else { return nil }
        var declaration = MiddlewareDeclaration(
            name: Spanned(text, name.span), doc: node["doc"]?.text, isBeforeAuth: node["before"]?.text == "auth")
        declaration.isLong = node.mapping != nil
        return declaration
    }
}
