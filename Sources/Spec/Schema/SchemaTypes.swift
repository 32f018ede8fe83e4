import GatewayDiagnostics

/// JSON Schema of what has more than one form: types, objects, relay rules.
enum SchemaTypes {
    static let objectType = "objectType"
    static let relayRules = "relayRules"

    /// The definition of a type whose long form has the keys of a place.
    static func name(of place: Place) -> String { "\(place.word)Type" }

    static var definitions: [(String, JSONText)] {
        longForms.map { (name(of: $0), type(long: $0)) } + [
            ("typeName", typeName(suffix: "")),
            ("optionalTypeName", typeName(suffix: #"\??"#)),
            ("listType", listType),
            ("mapType", mapType),
            (objectType, object),
            (relayRules, relay),
        ]
    }

    private static let longForms: [Place] = [.field, .parameter, .formField, .pathParameter, .nested, .alias]

    private static func type(long place: Place) -> JSONText {
        let name = place.allowsOptional ? "optionalTypeName" : "typeName"
        return .object([
            ("description", .string("A type: `string`, `Message`, `[T]`, `{string: T}`, or the long form.")),
            ("anyOf", .array([name, "listType", "mapType", place.word].map(JSONText.reference))),
        ])
    }

    /// A built-in type, or the name of one that the spec declares.
    private static func typeName(suffix: String) -> JSONText {
        let known = JSONText.object([("enum", .strings(ScalarType.allCases.map(\.rawValue)))])
        let declared = JSONText.object([
            ("type", .string("string")), ("pattern", .string("^[A-Za-z][A-Za-z0-9_]*\(suffix)$")),
        ])
        return .object([
            ("description", .string(suffix.isEmpty ? "A type's name." : "A type's name; with `?` it may be absent.")),
            ("anyOf", .array([known, declared])),
        ])
    }

    private static var listType: JSONText {
        .object([
            ("description", .string("A list: `[T]`.")), ("type", .string("array")),
            ("items", .reference(name(of: .nested))), ("minItems", .integer(1)), ("maxItems", .integer(1)),
        ])
    }

    private static var mapType: JSONText {
        .object([
            ("description", .string("A map: `{string: T}`.")), ("type", .string("object")),
            ("properties", .object([(ScalarType.string.rawValue, .reference(name(of: .nested)))])),
            ("additionalProperties", .bool(false)), ("minProperties", .integer(1)),
        ])
    }

    /// Keys with `$` are the language's, all others are fields.
    private static var object: JSONText {
        .object(
            [("description", .string("An object: its fields, each a name and a type."))]
                + ServiceSchema.members(of: .object, isClosed: true, required: []) + [
                    ("patternProperties", .object([("^[^$]", .reference(name(of: .field)))])),
                    ("propertyNames", .object([("pattern", .string(NameShape.member.pattern ?? ""))])),
                ])
    }

    /// `none`, a rule, or a rule for each tag; `RelayForm` tells the last two apart.
    private static var relay: JSONText {
        let none = JSONText.object([("const", .string("none"))])
        let isRule = JSONText.object([
            ("anyOf", .array(["to", "send"].map { .object([("required", .strings([$0]))]) }))
        ])
        let byTag = JSONText.object([
            ("type", .string("object")),
            ("additionalProperties", .object([("anyOf", .array([none, .reference(Place.relay.word)]))])),
        ])
        return .object([
            ("if", isRule),
            ("then", .object([("anyOf", .array([none, .reference(Place.relay.word)]))])),
            ("else", .object([("anyOf", .array([none, byTag]))])),
        ])
    }
}
