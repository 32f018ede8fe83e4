/// A mapping of the spec whose keys the language knows.
enum Place: String, CaseIterable, Sendable {
    case root, imported, info
    case object, field, parameter, formField, pathParameter, nested, alias, enumeration, union
    case authScheme, jwt
    case group, route, staticFiles, redirect, respond, cors, rateLimit
    case hub, relay, announce, announcement, limits, heartbeat, history
    case upstream

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
        case .group: "a group"
        case .route: "a route"
        case .staticFiles: "static"
        case .redirect: "redirect"
        case .respond: "respond"
        case .cors: "cors"
        case .rateLimit: "rateLimit"
        case .hub: "a hub"
        case .relay: "a relay rule"
        case .announce: "announce"
        case .announcement: "an announcement"
        case .limits: "limits"
        case .heartbeat: "heartbeat"
        case .history: "history"
        case .upstream: "an upstream"
        }
    }

    /// The anchor of its part of the docs.
    var anchor: String { title.split(separator: " ").joined(separator: "-").lowercased() }

    /// Its keys in the order of the docs.
    var rows: [KeyRow] { Self.tables[self]?.rows ?? [] }

    /// The row of a key.
    func row(_ name: String) -> KeyRow? { Self.tables[self]?.byName[name] }

    /// A place's keys, in order and by name.
    private struct Table: Sendable {
        let rows: [KeyRow]
        let byName: [String: KeyRow]
    }

    private static let tables: [Place: Table] = Dictionary(
        uniqueKeysWithValues: Place.allCases.map { place in
            let rows = place.makeRows()
            return (place, Table(rows: rows, byName: Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0) })))
        })

    /// The places where a key of that name may stand.
    static func places(of name: String) -> [Place] {
        allCases.filter { $0.row(name) != nil }
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
        case .group: Keys.group
        case .route: Keys.route
        case .staticFiles: Keys.staticFiles
        case .redirect: Keys.redirect
        case .respond: Keys.respond
        case .cors: Keys.cors
        case .rateLimit: Keys.rateLimit
        case .hub: Keys.hub
        case .relay: Keys.relay
        case .announce: Keys.announce
        case .announcement: Keys.announcement
        case .limits: Keys.limits
        case .heartbeat: Keys.heartbeat
        case .history: Keys.history
        case .upstream: Keys.upstream
        }
    }
}

/// The language's table of keys, by place.
enum Keys {}
