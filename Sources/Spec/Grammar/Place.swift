import GatewayDiagnostics

/// A mapping of the spec whose keys the language knows.
enum Place: Int, CaseIterable, Sendable {
    case root, imported, info
    case object, field, parameter, formField, pathParameter, nested, alias, enumeration, union
    case authScheme, jwt, apiKey, basic, signed, credential
    case middleware
    case group, route, staticFiles, redirect, respond, cors, rateLimit, securityHeaders, envelope
    case hub, relay, announce, announcement, slow, limits, heartbeat, history
    case upstream

    /// What the schema calls it.
    var word: String { "\(self)" }

    /// What the docs and messages call it.
    var title: String {
        switch self {
        case .root: "the spec"
        case .imported: "an imported file"
        case .info: "info"
        case .object: "an object type"
        case .field: "a field"
        case .parameter: "a parameter"
        case .formField: "a form field"
        case .pathParameter: "a path parameter"
        case .nested: "a type in its long form"
        case .alias: "an alias"
        case .enumeration: "an enum"
        case .union: "a union"
        case .authScheme: "a way to authenticate"
        case .jwt: "jwt"
        case .apiKey: "apiKey"
        case .basic: "basic"
        case .signed: "signed"
        case .credential: "a place of credentials"
        case .middleware: "a middleware"
        case .group: "a group"
        case .route: "a route"
        case .staticFiles: "static"
        case .redirect: "redirect"
        case .respond: "respond"
        case .cors: "cors"
        case .rateLimit: "rateLimit"
        case .securityHeaders: "securityHeaders"
        case .envelope: "envelope"
        case .hub: "a hub"
        case .relay: "a relay rule"
        case .announce: "announce"
        case .announcement: "an announcement"
        case .slow: "slow"
        case .limits: "limits"
        case .heartbeat: "heartbeat"
        case .history: "history"
        case .upstream: "an upstream"
        }
    }

    /// What messages show as an example.
    var example: String {
        switch self {
        case .root, .imported: "`spec: 1`"
        case .info: "`{ title: Chat }`"
        case .object, .field, .parameter, .formField, .pathParameter, .nested, .alias:
            "`{ type: string, length: 1..32 }`"
        case .enumeration: "`{ values: [red, green] }`"
        case .union: "`{ by: type, of: { message: Message } }`"
        case .authScheme: "`{ jwt: {} }`"
        case .jwt: "`{ algorithms: [HS256] }`"
        case .apiKey: "`{ from: { header: X-API-Key } }`"
        case .basic: "`{}`"
        case .signed: "`{ skew: 1m }`"
        case .credential: "`{ header: X-Token }`"
        case .middleware: "`{ name: trace, before: auth }`"
        case .group: "`{ prefix: /api, routes: … }`"
        case .route: "`{ handler: getUser }`"
        case .staticFiles: "`{ file: Public/index.html }`"
        case .redirect: "`{ to: /home }`"
        case .respond: "`{ text: Hello! }`"
        case .cors: "`{ origins: any }`"
        case .rateLimit: "`{ rate: 100/m }`"
        case .securityHeaders: "`{ frames: any }`"
        case .envelope: "`{ code: code, message: msg, data: data }`"
        case .hub: "`{ receives: text, sends: text }`"
        case .relay: "`{ to: room }`"
        case .announce: "`{ joined: { user: \"{user}\" } }`"
        case .announcement: "`{ send: { joined: { user: \"{user}\" } } }`"
        case .slow: "`{ conflate: symbol }`"
        case .limits: "`{ message: 4KiB, queue: 256 }`"
        case .heartbeat: "`{ ping: 54s }`"
        case .history: "`{ size: 100 }`"
        case .upstream: "`{ targets: [http://127.0.0.1:9001] }`"
        }
    }

    /// Its keys in the order of the docs.
    var rows: [KeyRow] { Self.tables[rawValue].rows }

    /// The keys that it is incomplete without.
    var requiredRows: [KeyRow] { Self.tables[rawValue].required }

    /// The row of a key.
    func row(_ name: String) -> KeyRow? {
        // A place has a few keys, mostly so short that two of them are compared at once: faster than a hash.
        rows.first { $0.name == name }
    }

    /// A place's keys.
    private struct Table: Sendable {
        let rows: [KeyRow]
        let required: [KeyRow]

        init(_ rows: [KeyRow]) {
            self.rows = rows
            required = rows.filter(\.isRequired)
        }
    }

    /// In the order of `allCases`, which is that of the raw values.
    private static let tables: [Table] = allCases.map { Table($0.makeRows()) }

    /// Where a key of that name, or of a like one, would be known.
    static func advice(for name: String) -> String? {
        let exact = places(of: name)
        if !exact.isEmpty { return "'\(name)' is a key of \(exact.joined(separator: ", "))" }
        let all = Set(allCases.flatMap { $0.rows.map(\.name) })
        guard let near = Suggestion.closest(to: name, among: all) else { return nil }
        return "'\(near)' would be a key of \(places(of: near).joined(separator: ", "))"
    }

    /// The titles of up to three places that have a key of that name.
    private static func places(of name: String) -> [String] {
        let titles = allCases.filter { $0 != .imported && $0.row(name) != nil }.map(\.title)
        return titles.count > 3 ? titles.prefix(3) + ["…"] : titles
    }

    private func makeRows() -> [KeyRow] {
        switch self {
        case .root: Keys.root
        case .imported: Keys.imported
        case .info: Keys.info
        case .object: Keys.object
        case .field: Keys.field
        case .parameter, .formField: Keys.parameter
        case .pathParameter: Keys.pathParameter
        case .nested: Keys.nested
        case .alias: Keys.alias
        case .enumeration: Keys.enumeration
        case .union: Keys.union
        case .authScheme: Keys.authScheme
        case .jwt: Keys.jwt
        case .apiKey: Keys.apiKey
        case .basic: Keys.basic
        case .signed: Keys.signed
        case .credential: Keys.credential
        case .middleware: Keys.middleware
        case .group: Keys.group
        case .route: Keys.route
        case .staticFiles: Keys.staticFiles
        case .redirect: Keys.redirect
        case .respond: Keys.respond
        case .cors: Keys.cors
        case .rateLimit: Keys.rateLimit
        case .securityHeaders: Keys.securityHeaders
        case .envelope: Keys.envelope
        case .hub: Keys.hub
        case .relay: Keys.relay
        case .announce: Keys.announce
        case .announcement: Keys.announcement
        case .slow: Keys.slow
        case .limits: Keys.limits
        case .heartbeat: Keys.heartbeat
        case .history: Keys.history
        case .upstream: Keys.upstream
        }
    }
}

/// The language's table of keys, by place.
enum Keys {}
