import GatewayDiagnostics

/// JSON Schema of the shapes that the table of keys is made of.
enum SchemaShapes {
    static func schema(of shape: Shape) -> JSONText { .object(members(of: shape)) }

    static func members(of shape: Shape) -> [(String, JSONText)] {
        switch shape {
        case .scalar(let scalar): members(of: scalar)
        case .list(let item): list(of: item)
        case .oneOrList(let item): [("anyOf", .array([schema(of: item), .object(list(of: item))]))]
        case .keys(let place): [("$ref", .string("#/definitions/\(place.word)"))]
        case .names(let names, _, let value): mapping(names, value)
        case .type(let place): [("$ref", .string("#/definitions/\(SchemaTypes.name(of: place))"))]
        case .objectType: [("$ref", .string("#/definitions/\(SchemaTypes.objectType)"))]
        case .literal, .message: []
        // Plain text may look like a number, but an empty text says nothing.
        case .template: [("type", .strings(["string", "number", "boolean"])), ("minLength", .integer(1))]
        case .relay: [("$ref", .string("#/definitions/\(SchemaTypes.relayRules)"))]
        case .either(let shapes): [("anyOf", .array(shapes.map(schema)))]
        }
    }

    /// A word as YAML reads it: a Boolean, a whole number, or text.
    static func plain(_ word: String) -> JSONText {
        if let number = Int(word) { return .integer(number) }
        return word == "true" || word == "false" ? .bool(word == "true") : .string(word)
    }

    private static func list(of item: Shape) -> [(String, JSONText)] {
        var members: [(String, JSONText)] = [
            ("type", .string("array")), ("items", schema(of: item)), ("minItems", .integer(1)),
        ]
        if case .scalar = item { members.append(("uniqueItems", .bool(true))) }
        return members
    }

    private static func mapping(_ names: NameShape, _ value: Shape) -> [(String, JSONText)] {
        var members: [(String, JSONText)] = [("type", .string("object"))]
        if let pattern = names.pattern {
            members.append(("propertyNames", .object([("pattern", .string(pattern))])))
        }
        members.append(("additionalProperties", schema(of: value)))
        if names == .route { members.append(("allOf", .array(methodRules))) }
        return members
    }

    /// What a route's method and its keys say about each other.
    private static var methodRules: [JSONText] {
        func rule(_ methods: [RouteMethod], _ members: [(String, JSONText)]) -> JSONText {
            let pattern = "^(\(methods.map(\.rawValue).joined(separator: "|"))) "
            return .object([("patternProperties", .object([(pattern, .object(members))]))])
        }
        return RouteFits.refused.map { refused in
            let keys = refused.keys.map { ($0, JSONText.bool(false)) }
            return rule(refused.methods, [("properties", .object(keys))])
        }
            + RouteFits.needed.map { rule([$0.method], [("required", .strings([$0.key]))]) }
    }

    // MARK: Plain values

    private static func members(of scalar: ScalarShape) -> [(String, JSONText)] {
        switch scalar.takes {
        case .anything: return []
        case .bools: return [("type", .string("boolean"))]
        case .integers:
            let bounds = scalar.bounds
            return [("type", .string("integer"))]
                + (bounds.map { [("minimum", .integer($0.lowerBound)), ("maximum", .integer($0.upperBound))] } ?? [])
        case .strings: return scalar.words.isEmpty ? text(scalar, types: ["string"]) : words(scalar)
        case .anyText: return scalar.words.isEmpty ? text(scalar, types: types(of: scalar)) : words(scalar)
        }
    }

    /// The words, those that look like numbers with and without quotes.
    private static func words(_ scalar: ScalarShape) -> [(String, JSONText)] {
        let plain = scalar.words.map(plain)
        let quoted = scalar.words.filter { Int($0) != nil }.map(JSONText.string)
        return [("enum", .array(plain + quoted))]
    }

    private static func text(_ scalar: ScalarShape, types: [String]) -> [(String, JSONText)] {
        var members: [(String, JSONText)] = [("type", types.count == 1 ? .string(types[0]) : .strings(types))]
        if let pattern = scalar.pattern { members.append(("pattern", .string(pattern))) }
        if types.contains("integer"), scalar.check("0") != nil { members.append(("minimum", .integer(1))) }
        return members
    }

    /// A shape that takes any scalar by its text takes the kinds whose texts its own check lets through.
    private static func types(of scalar: ScalarShape) -> [String] {
        var types = ["string"]
        if scalar.check("1.5") == nil {
            types.append("number")
        } else if scalar.check("1") == nil {
            types.append("integer")
        }
        if scalar.check("true") == nil { types.append("boolean") }
        return types
    }
}
