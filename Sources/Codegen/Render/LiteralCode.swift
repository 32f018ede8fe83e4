import GatewaySpec

/// Values of the spec as Swift, for a type of the spec.
struct LiteralCode {
    let spec: ServiceSpec
    let names: Names

    /// The literal as an expression of the type; nothing where Swift has none that can't fail.
    func expression(_ literal: Literal, for use: TypeUse) -> String? {
        guard let type = spec.resolve(use) else { return nil }
        let value = literal == .null ? "nil" : plain(literal, for: type.kind)
        if type.isOptional && type.isNullable { return literal == .null ? ".null" : value.map { ".value(\($0))" } }
        return literal == .null && !type.isOptional && !type.isNullable ? nil : value
    }

    private func plain(_ literal: Literal, for kind: TypeUse.Kind) -> String? {
        switch (kind, literal) {
        case (.scalar(let scalar), _): self.scalar(literal, scalar)
        case (.list(let element), .list(let values)): list(values.map { expression($0, for: element) })
        case (.map(let value), .object(let members)): map(members, value: value)
        case (.named(let name), .string(let text)): enumCase(text, of: name)
        default: nil
        }
    }

    private func scalar(_ literal: Literal, _ scalar: ScalarType) -> String? {
        switch (scalar, literal) {
        case (.string, .string(let text)): SwiftLiteral.string(text)
        case (.bool, .bool(let value)): value ? "true" : "false"
        case (.json, _): nil
        case (_, .number(.integer(let value))) where scalar.isInteger || scalar == .float || scalar == .double:
            SwiftLiteral.integer(value)
        case (_, .number(.unsigned(let value))) where scalar.isInteger: SwiftLiteral.integer(value)
        case (.float, .number(.double(let value))), (.double, .number(.double(let value))):
            value.isFinite ? "\(value)" : nil
        default: nil
        }
    }

    private func enumCase(_ text: String, of name: String) -> String? {
        guard case .enumeration(let type)? = spec.type(named: name)?.kind,
            type.cases.contains(where: { $0.name.value == text })
        else { return nil }
        return "." + SwiftName.escaped(SwiftName.member(text))
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
