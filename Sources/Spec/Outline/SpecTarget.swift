/// What a spec can name.
package enum SpecName: String, CaseIterable, Sendable {
    case type, `enum`, union, alias, auth, hub, upstream, middleware
    case route, field, parameter, tag, value, header, status
    /// Something that the table names and editors do not know apart.
    case other

    /// The kind that the table calls so.
    init(_ what: String) { self = SpecName.allCases.first { $0.title == what || $0.rawValue == what } ?? .other }

    /// Whether it is one of the kinds of types, which share their names.
    package var isType: Bool { self == .type || self == .enum || self == .union || self == .alias }
}

/// What a name in a spec refers to.
package enum SpecTarget: Sendable, Equatable {
    /// A type, built in or declared.
    case type
    /// A hub, an upstream, a way to authenticate or a middleware.
    case declaration(SpecName)
    /// What a hub receives or sends: a type or a kind of raw frames.
    case message
    /// A file.
    case file

    /// What the value of a key refers to, if anything.
    static func target(of key: String, in place: Place) -> SpecTarget? {
        switch (place, key) {
        case (.route, "hub"), (.route, "presence"): .declaration(.hub)
        case (.route, "proxy"): .declaration(.upstream)
        case (.route, "auth"), (.group, "auth"): .declaration(.auth)
        case (.root, "middleware"), (.imported, "middleware"), (.route, "use"), (.route, "without"), (.group, "use"),
            (.group, "without"), (.root, "use"), (.middleware, "name"):
            .declaration(.middleware)
        case (.object, "$include"), (.union, "of"), (.authScheme, "claims"): .type
        case (.hub, "receives"), (.hub, "sends"): .message
        case (.root, "import"), (.imported, "import"): .file
        default: nil
        }
    }
}
