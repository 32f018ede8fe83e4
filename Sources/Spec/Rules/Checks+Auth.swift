import GatewayDiagnostics

extension SpecCheck {
    static let auth = [
        SpecCheck("a scheme's algorithms and keys are of one sort") { context in
            for scheme in context.spec.auth { context.checkKeys(of: scheme) }
        },
        SpecCheck("credentials are looked for in a place once, and can stand there") { $0.checkSources() },
        SpecCheck("claims are objects, and those of tokens") { context in
            for scheme in context.spec.auth { context.checkClaims(of: scheme) }
        },
        SpecCheck("users can be told apart where each has a limit") { context in
            for route in context.spec.routes { context.checkUserRate(route) }
        },
    ]
}

extension CheckContext {
    fileprivate mutating func checkKeys(of scheme: AuthScheme) {
        guard case .jwt(let jwt) = scheme.kind else { return }
        let isShared = jwt.algorithmNames.first?.hasPrefix("HS") == true
        if let other = jwt.algorithms.first(where: { $0.value.hasPrefix("HS") != isShared }),
            let first = jwt.algorithms.first
        {
            report(
                .authMisfit, "'\(other.value)' and '\(first.value)' have keys of two sorts", at: other.span,
                label: isShared ? "a public key" : "a shared secret",
                help: "declare a scheme for each, and let routes take either: `auth: [one, other]`",
                notes: [Diagnostic.Note(isShared ? "a shared secret" : "a public key", at: first.span)])
        } else if let first = jwt.algorithms.first, !isShared, jwt.keySource == .secret {
            report(
                .authMisfit, "'\(first.value)' is checked with public keys, not with a secret",
                at: jwt.keys?.span ?? first.span,
                help: "write `keys: file` (PEM or JWK set) or `keys: url` (the issuer's JWK set)")
        } else if let keys = jwt.keys, isShared, keys.value != .secret {
            report(
                .authMisfit, "'\(jwt.algorithmNames[0])' is checked with a shared secret, not with public keys",
                at: keys.span, help: "leave `keys` out, or take an algorithm with public keys, such as ES256")
        }
        if let rotation = jwt.rotation, rotation.value, let keys = jwt.keys, keys.value != .secret {
            report(
                .authMisfit, "'rotation' is about a secret", at: rotation.span,
                label: "a file or a JWK set holds old and new keys side by side", help: "leave it out")
        }
    }

    fileprivate mutating func checkSources() {
        for scheme in spec.auth {
            var first: [CredentialSource: Spanned<CredentialSource>] = [:]
            for source in scheme.sources {
                // A word that stands in the list twice has been told so.
                if let earlier = first[source.value], source.value != .bearer, source.value != .subprotocol {
                    report(
                        .duplicateItem, "the same place stands in the list twice", at: source.span,
                        notes: [Diagnostic.Note("first here", at: earlier.span)])
                }
                first[source.value] = first[source.value] ?? source
                if case .header(let name) = source.value, name.lowercased() == "authorization" {
                    report(
                        .authMisfit, "'Authorization' has its own form, `Bearer …`", at: source.span,
                        help: "write `bearer`")
                }
            }
        }
        for route in spec.routes where route.method != .webSocket {
            for name in route.auth.schemes {
                guard let scheme = spec.scheme(named: name.value), case .jwt = scheme.kind,
                    let only = scheme.sources.first, scheme.sources.allSatisfy({ $0.value == .subprotocol })
                else { continue }
                report(
                    .authMisfit, "nobody could pass '\(name.value)' on '\(route.requestLine)'", at: name.span,
                    help: "add another place to the scheme's `from`, such as `bearer`",
                    notes: [Diagnostic.Note("only WebSockets have subprotocols", at: only.span)])
            }
        }
    }

    fileprivate mutating func checkClaims(of scheme: AuthScheme) {
        guard let claims = scheme.claims else { return }
        guard case .jwt = scheme.kind else {
            report(
                .claimsMisfit, "'\(scheme.kind.key.rawValue)' says who somebody is, and no more", at: claims.span,
                help: "handlers get it as `identity.subject`; claims are a token's (`jwt`)")
            return
        }
        guard let type = spec.type(named: claims.value) else {
            report(
                .unknownType, "unknown type '\(claims.value)'", at: claims.span,
                help: Suggestion.didYouMean(claims.value, among: spec.types.map(\.name.value))
                    ?? "declare it under `types`, or write the fields here")
            return
        }
        guard case .object = type.kind else {
            report(
                .claimsMisfit, "'\(claims.value)' is \(type.kindName), but claims are an object", at: claims.span,
                notes: [Diagnostic.Note("declared here", at: type.name.span)])
            return
        }
    }

    fileprivate mutating func checkUserRate(_ route: Route) {
        guard let rate = route.policies.rateLimits, rate.value.limit?.contains(where: { $0.by == .user }) == true,
            route.auth.schemes.isEmpty
        else { return }
        report(
            .authNeeded, "'\(route.requestLine)' is open: its callers would share one limit", at: rate.span,
            label: "users are known behind `auth` alone",
            help: "add `auth`, or give the route a rate `by: ip` of its own",
            notes: [Diagnostic.Note("the route", at: route.span)])
    }

    /// Checks that whoever calls a route says what a placeholder asks for.
    mutating func checkClaim(_ claim: String, _ placeholder: Placeholder, on route: Route) {
        for name in route.auth.schemes {
            guard let scheme = spec.scheme(named: name.value) else { continue }
            let note = [Diagnostic.Note("declared here", at: scheme.name.span)]
            guard case .jwt = scheme.kind else {
                guard claim != "sub" else { continue }
                report(
                    .unknownPlaceholder, "'\(name.value)' says nothing of '\(claim)'", at: placeholder.span,
                    help: "'\(scheme.kind.key.rawValue)' says who it is, `{auth.sub}`, and no more", notes: note)
                continue
            }
            guard let claims = scheme.claims, let object = spec.object(named: claims.value) else { continue }
            let names = spec.fields(of: object).map(\.wireName)
            let head = claim.prefix { $0 != "." }
            if names.contains(claim) || names.contains(String(head)) || Self.registered.contains(claim) { continue }
            report(
                .unknownPlaceholder, "the claims of '\(name.value)' have no '\(claim)'", at: placeholder.span,
                help: Suggestion.didYouMean(claim, among: names + ["sub"]) ?? "add it to `claims`", notes: note)
        }
    }

    /// The claims of RFC 7519 §4.1.
    private static let registered: Set<String> = ["aud", "exp", "iat", "iss", "jti", "nbf", "sub"]
}

extension AuthScheme {
    /// Where its tokens or keys may stand, as far as it says.
    fileprivate var sources: [Spanned<CredentialSource>] {
        switch kind {
        case .jwt(let jwt): jwt.sources
        case .apiKey(let sources): sources
        case .basic, .signed: []
        }
    }
}
