import GatewaySpec

/// Values of the spec as Swift, for a type of the spec.
struct LiteralCode {
    let spec: ServiceSpec
    let names: Names

    /// The literal as an expression of the type; nothing for one that the spec's checks refuse.
    func expression(_ literal: Literal, for use: TypeUse) -> String? {
        guard let type = spec.resolve(use) else { return nil }
        if case .scalar(.json) = type.kind, !type.isOptional || literal != .null { return json(literal) }
        let value = literal == .null ? "nil" : plain(literal, for: type.kind)
        if type.isOptional && type.isNullable { return literal == .null ? ".null" : value.map { ".value(\($0))" } }
        return literal == .null && !type.isOptional && !type.isNullable ? nil : value
    }

    /// The literal without regard to whether a value may be absent.
    func plain(_ literal: Literal, for kind: TypeUse.Kind) -> String? {
        switch (kind, literal) {
        case (.scalar(let scalar), _): self.scalar(literal, scalar)
        case (.list(let element), .list(let values)): list(values.map { expression($0, for: element) })
        case (.map(let value), .object(let members)): map(members, value: value)
        case (.named(let name), .string(let text)): enumCase(text, of: name)
        case (.named(let name), .object(let members)): named(name, members)
        default: nil
        }
    }

    private func scalar(_ literal: Literal, _ scalar: ScalarType) -> String? {
        switch (scalar, literal) {
        case (.string, .string(let text)): SwiftLiteral.string(text)
        case (.bool, .bool(let value)): value ? "true" : "false"
        case (.json, _): json(literal)
        case (.decimal, .number(let number)): ".decimal(\"\(number)\")"
        case (_, .number(.integer(let value))) where scalar.isInteger || scalar == .float || scalar == .double:
            SwiftLiteral.integer(value)
        case (_, .number(.unsigned(let value))) where scalar.isInteger: SwiftLiteral.integer(value)
        case (.float, .number(let number)), (.double, .number(let number)):
            number.asDouble.isFinite ? "\(number)" : nil
        case (_, .string(let text)): Self.word(scalar).map { ".\($0)(\(SwiftLiteral.string(text)))" }
        default: nil
        }
    }

    /// What makes a value of its text.
    private static func word(_ scalar: ScalarType) -> String? {
        switch scalar {
        case .decimal: "decimal"
        case .uuid: "uuid"
        case .url: "url"
        case .timestamp: "timestamp"
        case .date: "day"
        case .duration: "duration"
        case .bytes: "base64"
        default: nil
        }
    }

    private func json(_ literal: Literal) -> String {
        switch literal {
        case .null: ".null"
        case .bool(let value): ".bool(\(value))"
        case .number(.integer(let value)): ".integer(\(SwiftLiteral.integer(value)))"
        case .number(let number): ".number(\(number))"
        case .string(let text): ".string(\(SwiftLiteral.string(text)))"
        case .list(let values): ".array([\(values.map(json).joined(separator: ", "))])"
        case .object(let members):
            members.isEmpty
                ? ".object([:])"
                : ".object([\(members.map { "\(SwiftLiteral.string($0.key)): \(json($0.value))" }.joined(separator: ", "))])"
        }
    }

    private func enumCase(_ text: String, of name: String) -> String? {
        guard case .enumeration(let type)? = spec.type(named: name)?.kind,
            type.cases.contains(where: { $0.name.value == text })
        else { return nil }
        return "." + SwiftName.escaped(SwiftName.member(text))
    }

    /// An object, or a member of a union.
    private func named(_ name: String, _ members: [Literal.Member]) -> String? {
        if let object = spec.object(named: name) { return self.object(name, object, members) }
        guard let union = spec.union(named: name), let tag = members.first(where: { $0.key == union.tag.value }),
            case .string(let word) = tag.value, let member = union.member(word),
            let object = spec.object(named: member.type.value),
            let value = self.object(member.type.value, object, members.filter { $0.key != union.tag.value })
        else { return nil }
        return ".\(SwiftName.escaped(SwiftName.member(word)))(\(value))"
    }

    /// The fields in the order of the type; what is left out, Swift fills in.
    private func object(_ name: String, _ object: ObjectType, _ members: [Literal.Member]) -> String? {
        var arguments: [String] = []
        for field in spec.fields(of: object) {
            guard let member = members.first(where: { $0.key == field.wireName }) else { continue }
            guard let value = expression(member.value, for: field.type) else { return nil }
            arguments.append("\(names.member(field)): \(value)")
        }
        return "\(names.type(name))(\(arguments.joined(separator: ", ")))"
    }

    private func list(_ values: [String?]) -> String? {
        let known = values.compactMap { $0 }
        return known.count == values.count ? "[\(known.joined(separator: ", "))]" : nil
    }

    private func map(_ members: [Literal.Member], value: TypeUse) -> String? {
        let entries = members.map { member in
            expression(member.value, for: value).map { "\(SwiftLiteral.string(member.key)): \($0)" }
        }
        return entries.isEmpty ? "[:]" : list(entries)
    }
}
