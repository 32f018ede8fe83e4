/// A mapping whose keys the language knows, for editors.
package struct SpecPlace: Sendable, Equatable {
    let place: Place

    init(_ place: Place) { self.place = place }

    /// What messages call it: `a route`.
    package var title: String { place.title }

    /// Its keys in the order of the docs.
    package var keys: [SpecKey] { place.rows.map(SpecKey.init) }

    /// Whether all other keys are fields.
    package var isObject: Bool { place == .object }

    /// The keys that can't stand there together with `name`.
    package func rivals(of name: String) -> [String] {
        place.choices.filter { $0.names.contains(name) }.flatMap(\.names).filter { $0 != name }
    }

    /// The keys that come first, in the order in which people read them; all others follow in the author's. Nil where the order is
    /// all the author's.
    package var order: [String]? {
        switch place {
        case .root, .imported: ["spec", "service", "info", "import"]
        case .object: rowNames
        case .field, .parameter, .formField, .pathParameter, .nested, .alias: Self.typeOrder
        case .route: Self.routeOrder
        case .group: Self.groupOrder
        case .hub: rowNames
        default: nil
        }
    }

    private var rowNames: [String] { place.rows.map(\.name) }

    private static let typeOrder = [
        "type", "optional", "nullable", "trim", "range", "length", "items", "pattern", "format", "oneOf", "quoted",
        "default", "name", "requires", "excludes", "doc", "deprecated", "example", "swiftName",
    ]

    private static let routeOrder =
        Place.actions + [
            "doc", "deprecated", "auth", "use", "without", "path", "query", "header", "cookie", "form", "body",
            "accepts", "room", "returns", "streams", "status", "headers", "errors",
        ] + Keys.policies.map(\.name)

    private static let groupOrder =
        ["name", "doc", "prefix", "auth", "use", "without"] + Keys.policies.map(\.name) + ["routes", "groups"]
}

/// A key of the language, for editors.
package struct SpecKey: Sendable {
    let row: KeyRow

    init(_ row: KeyRow) { self.row = row }

    /// The key.
    package var name: String { row.name }
    /// What it does, what it takes, its default, and who may override it.
    package var explanation: String { row.explanation }
    /// What it does, in a sentence.
    package var doc: String { row.doc }
    /// Whether its place is incomplete without it.
    package var isRequired: Bool { row.isRequired }
    /// What it takes.
    package var value: SpecValue { SpecValue(row.shape) }
}

/// What may stand somewhere, for editors.
package struct SpecValue: Sendable {
    let shape: Shape

    init(_ shape: Shape) { self.shape = shape }

    /// What messages call it.
    package var expected: String { shape.expected }

    /// The words that may stand there; none where there is no list of them.
    package var words: [String] { Self.words(of: shape) }

    /// How a value begins behind its key: on the lines below, as a list below, or on the line itself.
    package var isBlock: Bool {
        switch shape {
        case .keys, .names, .objectType: true
        default: false
        }
    }

    /// Whether placeholders may stand in it.
    package var isTemplate: Bool {
        switch shape {
        case .template, .message: true
        default: false
        }
    }

    /// The placeholders that it may hold, without their braces; behind a point at the end a name follows.
    package var placeholders: [String] {
        guard isTemplate else { return [] }
        return TemplateText.plain + TemplateText.prefixes.map { $0 + "." }
    }

    private static func words(of shape: Shape) -> [String] {
        switch shape {
        case .scalar(let scalar): if case .bools = scalar.takes { ["true", "false"] } else { scalar.words }
        case .list(let item), .oneOrList(let item): words(of: item)
        case .either(let shapes): shapes.flatMap(words)
        case .relay: ["none"]
        default: []
        }
    }
}
