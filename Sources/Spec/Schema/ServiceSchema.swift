import GatewayDiagnostics

/// The JSON Schema (draft-07) of the spec, for completion and hover in editors.
///
/// It is made of the table of keys that the checks go by. Whatever the checks accept, it accepts; what it cannot say (whether a name is
/// declared, what a placeholder stands for) is left to `gen api validate` and the language server.
public enum ServiceSchema {
    /// The schema as `gen schema` writes it, ending with a line break.
    public static var text: String { document.pretty + "\n" }

    static var document: JSONText {
        let definitions =
            Place.allCases.filter { $0 != .root && $0 != .imported && $0 != .object }
            .map { ($0.word, object(of: $0)) } + SchemaTypes.definitions
        return .object(
            [
                ("$schema", .string("http://json-schema.org/draft-07/schema#")),
                ("title", .string("A service spec, version 1")),
                ("description", .string("What `gen api` and `gateway run` read: a service's types, routes and hubs.")),
            ] + members(of: .root, isClosed: true, required: []) + mainOrImported + [
                ("definitions", .object(definitions))
            ])
    }

    /// A file without `service` is one that others import, and holds declarations alone.
    private static var mainOrImported: [(String, JSONText)] {
        [
            ("if", .object([("required", .strings(["service"]))])),
            ("then", .object([("required", .strings(Place.root.requiredNames))])),
            ("else", .object([("propertyNames", .object([("enum", .strings(Place.imported.rows.map(\.name)))]))])),
        ]
    }

    /// A mapping with the keys of a place.
    static func object(of place: Place) -> JSONText {
        .object(members(of: place, isClosed: true, required: place.requiredNames))
    }

    static func members(of place: Place, isClosed: Bool, required: [String]) -> [(String, JSONText)] {
        var members: [(String, JSONText)] = [
            ("type", .string("object")), ("properties", .object(place.rows.map { ($0.name, property($0)) })),
        ]
        if isClosed { members.append(("additionalProperties", .bool(false))) }
        if !required.isEmpty { members.append(("required", .strings(required))) }
        members += place.choices.map { ("oneOf", choice($0)) }
        if place == .route { members.append(("allOf", .array(Place.actions.map(fitting)))) }
        return members
    }

    /// What means nothing beside an action of a route.
    private static func fitting(_ action: String) -> JSONText {
        let useless = RouteFits.useless(beside: action).sorted().map { ($0, JSONText.bool(false)) }
        return .object([
            ("if", .object([("required", .strings([action]))])),
            ("then", .object([("properties", .object(useless))])),
        ])
    }

    private static func property(_ row: KeyRow) -> JSONText {
        var members: [(String, JSONText)] = [("description", .string(row.explanation))]
        if let value = row.plainDefault { members.append(("default", SchemaShapes.plain(value))) }
        return .object(members + SchemaShapes.members(of: row.shape))
    }

    /// One of some keys, or none where none is needed.
    private static func choice(_ choice: KeyChoice) -> JSONText {
        let alternatives = choice.names.map { JSONText.object([("required", .strings([$0]))]) }
        let none = JSONText.object([("not", .object([("anyOf", .array(alternatives))]))])
        return .array(choice.isRequired ? alternatives : alternatives + [none])
    }
}

extension Place {
    fileprivate var requiredNames: [String] { rows.filter(\.isRequired).map(\.name) }
}

extension JSONText {
    static func strings(_ texts: [String]) -> JSONText { .array(texts.map(JSONText.string)) }

    /// A reference to one of the schema's definitions.
    static func reference(_ name: String) -> JSONText { .object([("$ref", .string("#/definitions/\(name)"))]) }
}
