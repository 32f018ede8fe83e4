import GatewaySpec

/// `authSchemes`: the ways to authenticate that routes ask for.
struct AuthCode {
    let plan: ServicePlan

    /// Nothing if no route asks for one.
    var lines: [String] {
        let schemes = plan.spec.usedAuth
        guard !schemes.isEmpty else { return [] }
        var writer = SwiftWriter(depth: 1)
        writer.line()
        writer.doc("The ways to authenticate; their keys stand in the config.")
        writer.block("static var authSchemes: [\(plan.names.runtime("AuthScheme"))]") { writer in
            SwiftExpression.list(schemes.map(expression)).write(to: &writer)
        }
        return writer.lines
    }

    private func expression(_ scheme: AuthScheme) -> SwiftExpression {
        var arguments: [(label: String?, value: SwiftExpression)] = [
            (nil, .plain(SwiftLiteral.string(scheme.name.value)))
        ]
        switch scheme.kind {
        case .jwt(let jwt): arguments += self.arguments(jwt)
        case .apiKey(let sources): arguments += from(sources)
        case .basic: break
        case .signed(let skew): if let skew { arguments.append(("skew", .plain(SwiftLiteral.duration(skew)))) }
        }
        let call = SwiftExpression.call(".\(scheme.kind.key.rawValue)", arguments)
        guard let claims = scheme.claims else { return call }
        return .method(call, "claims", .plain("\(plan.names.type(claims.value)).self"))
    }

    private func arguments(_ jwt: AuthScheme.JWT) -> [(label: String?, value: SwiftExpression)] {
        var arguments: [(label: String?, value: SwiftExpression)] = [
            ("algorithms", .list(jwt.algorithmNames.map { .plain(".\(Self.algorithm($0))") }))
        ]
        switch jwt.keySource {
        case .secret: break
        case .file: arguments.append(("keys", ".file"))
        case .url: arguments.append(("keys", .plain(".url { try await \(plan.names.transport("KeyFetch")).get($0) }")))
        }
        if jwt.rotation?.value == true { arguments.append(("rotation", "true")) }
        if let issuer = jwt.issuer { arguments.append(("issuer", .plain(SwiftLiteral.string(issuer)))) }
        if let audience = jwt.audience { arguments.append(("audience", .plain(SwiftLiteral.string(audience)))) }
        if let leeway = jwt.leeway { arguments.append(("leeway", .plain(SwiftLiteral.duration(leeway)))) }
        if jwt.expires == false { arguments.append(("mayLast", "true")) }
        return arguments + from(jwt.sources)
    }

    private func from(_ sources: [Spanned<CredentialSource>]) -> [(label: String?, value: SwiftExpression)] {
        let list = sources.map { source -> SwiftExpression in
            switch source.value {
            case .bearer: ".bearer"
            case .subprotocol: ".subprotocol"
            case .header(let name): .plain(".header(\(SwiftLiteral.string(name)))")
            case .cookie(let name): .plain(".cookie(\(SwiftLiteral.string(name)))")
            case .query(let name): .plain(".query(\(SwiftLiteral.string(name)))")
            }
        }
        return list.isEmpty ? [] : [("from", .list(list))]
    }

    /// `HS256` is `.hs256`, `EdDSA` is `.edDSA`.
    private static func algorithm(_ name: String) -> String {
        name == "EdDSA" ? "edDSA" : name.lowercased()
    }
}
