import GatewayDiagnostics
import GatewayYAML

/// Makes types, fields and literals of nodes. Whatever has the wrong form was reported by the shape check; here it is passed over in
/// silence; a type that cannot be read becomes one without a name, which no rule looks at, so that one mistake is reported once.
enum TypeReader {
    static func field(_ entry: Node.Entry) -> Field {
        let name = Spanned(entry.name, entry.key.span)
        guard let long = longForm(entry.value) else { return Field(name: name, type: use(entry.value)) }
        let type = use(long)
        return Field(
            name: name,
            type: TypeUse(
                type.kind, constraints: type.constraints,
                isOptional: type.isOptional || long["optional"]?.bool == true,
                isNullable: long["nullable"]?.bool == true, span: type.span),
            explicitWireName: long["name"].flatMap { node in node.text.map { Spanned($0, node.span) } },
            swiftName: swiftName(long), defaultValue: long["default"].map { Spanned(literal($0), $0.shortSpan) },
            doc: long["doc"]?.text, deprecated: deprecation(long["deprecated"]),
            example: long["example"].map { Spanned(literal($0), $0.shortSpan) }, requires: names(long["requires"]),
            excludes: names(long["excludes"]))
    }

    /// The type that a node says, in its short or long form.
    static func use(_ node: Node) -> TypeUse {
        if let long = longForm(node) {
            guard let type = long["type"] else { return TypeUse(.unreadable, span: node.span) }
            let use = use(type)
            return TypeUse(
                use.kind, constraints: constraints(long), isOptional: use.isOptional, isNullable: use.isNullable,
                span: use.span)
        }
        switch node.value {
        case .scalar(let scalar):
            guard case .string(let text) = scalar.resolved else { break }
            let isOptional = text.hasSuffix("?")
            let name = isOptional ? String(text.dropLast()) : text
            guard TypeName.complaint(name, isOptional: false) == nil else { break }
            let kind = ScalarType(rawValue: name).map(TypeUse.Kind.scalar) ?? .named(name)
            return TypeUse(kind, isOptional: isOptional, span: node.span(from: 0, count: name.unicodeScalars.count))
        case .sequence(let items):
            if let item = items.first { return TypeUse(.list(use(item)), span: node.span) }
        case .mapping(let entries):
            if let entry = entries.first { return TypeUse(.map(use(entry.value)), span: node.span) }
        }
        return TypeUse(.unreadable, span: node.span)
    }

    /// The node, if it is a type's long form and no map type.
    static func longForm(_ node: Node) -> Node? {
        guard let entries = node.mapping else { return nil }
        if entries.count == 1, let first = entries.first, ScalarType(rawValue: first.name) != nil { return nil }
        return node
    }

    static func literal(_ node: Node) -> Literal {
        switch node.value {
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .number(.integer(value))
            case .bigInt(let text): UInt64(text).map { .number(.unsigned($0)) } ?? .number(.double(Double(text) ?? 0))
            case .float(let value): .number(.double(value))
            case .string(let text): .string(text)
            }
        case .sequence(let items): .list(items.map(literal))
        case .mapping(let entries):
            .object(entries.map { Literal.Member(key: $0.name, value: literal($0.value)) })
        }
    }

    /// One name or a list of them.
    static func names(_ node: Node?) -> [Spanned<String>] {
        guard let node else { return [] }
        return (node.sequence ?? [node]).compactMap { item in item.text.map { Spanned($0, item.span) } }
    }

    /// Why something is deprecated; empty for a bare `true`, nil for `false`.
    static func deprecation(_ node: Node?) -> String? {
        guard let node, node.bool != false else { return nil }
        return node.bool == true ? "" : node.text
    }

    static func swiftName(_ node: Node, key: String = "swiftName") -> Spanned<String>? {
        node[key].flatMap { node in node.text.map { Spanned($0, node.span) } }
    }

    private static func constraints(_ node: Node) -> Constraints {
        var result = Constraints()
        result.trim = node["trim"]?.bool
        result.range = spanned(node["range"]) { try? RangeText.numbers($0).get() }
        result.length = spanned(node["length"]) { try? RangeText.counts($0).get() }
        result.items = spanned(node["items"]) { try? RangeText.counts($0).get() }
        result.pattern = spanned(node["pattern"]) { $0 }
        result.quoted = node["quoted"]?.bool
        result.format = node["format"]?.text.flatMap(StringFormat.init)
        result.oneOf = node["oneOf"]?.sequence.map { $0.map { Spanned(literal($0), $0.shortSpan) } }
        return result
    }

    static func spanned<Value: Sendable>(_ node: Node?, _ read: (String) -> Value?) -> Spanned<Value>? {
        guard let node, let text = node.text, let value = read(text) else { return nil }
        return Spanned(value, node.span)
    }
}

extension TypeUse.Kind {
    /// A type that was reported as unreadable; it stands for nothing and resolves to nothing.
    static let unreadable = TypeUse.Kind.named("")
}
