import GatewaySpec

/// Values that a test can start from, as Swift expressions.
struct SampleCode {
    let plan: ServicePlan

    /// A value of a type; nothing if it would have no end, or if making it could fail.
    func expression(_ use: TypeUse, depth: Int = 0) -> SwiftExpression? {
        guard depth < 8, let type = plan.spec.resolve(use) else { return nil }
        if type.isOptional && type.isNullable { return ".absent" }
        if type.isOptional || type.isNullable { return "nil" }
        switch type.kind {
        case .scalar(let scalar): return self.scalar(scalar, type.constraints)
        case .list: return "[]"
        case .map: return "[:]"
        case .named(let name): return named(name, depth: depth)
        }
    }

    /// `label: value` for each field that must be given; nothing if one has no value.
    func arguments(_ fields: [Field], depth: Int = 0) -> [(label: String?, value: SwiftExpression)]? {
        var arguments: [(label: String?, value: SwiftExpression)] = []
        for field in fields where !field.mayBeAbsent && plan.spec.resolve(field.type)?.isOptional != true {
            guard let value = expression(field.type, depth: depth + 1) else { return nil }
            arguments.append((plan.names.member(field), value))
        }
        return arguments
    }

    private func scalar(_ scalar: ScalarType, _ constraints: Constraints) -> SwiftExpression? {
        switch scalar {
        case .string: return string(constraints)
        case .bool: return "true"
        case .timestamp: return ".now"
        case .duration: return ".seconds(1)"
        case .bytes: return "[]"
        case .json: return ".null"
        case .decimal: return "1"
        case .uuid, .url, .date, .file: return nil
        case .float, .double: return .plain(constraints.range.map { fraction($0.value) } ?? "1")
        default:
            let range = constraints.range?.value.ofWholeNumbers
            return .plain((range?.lower ?? range?.upper)?.description ?? "1")
        }
    }

    /// A number within a range.
    private func fraction(_ range: NumberRange) -> String {
        guard let lower = range.lower else {
            guard let upper = range.upper else { return "1" }
            return range.contains(.integer(0)) ? "0" : "\(upper.asDouble - 1)"
        }
        guard range.excludesLower else { return lower.description }
        return "\(range.upper.map { ($0.asDouble + lower.asDouble) / 2 } ?? lower.asDouble + 1)"
    }

    private func string(_ constraints: Constraints) -> SwiftExpression {
        if case .string(let text)? = constraints.oneOf?.first?.value { return .plain(SwiftLiteral.string(text)) }
        let least = constraints.length?.value.lower ?? 0
        let most = constraints.length?.value.upper ?? .max
        let text = String(String(repeating: "example", count: min(least, 500) / 7 + 1).prefix(max(least, min(most, 7))))
        return .plain(SwiftLiteral.string(text))
    }

    private func named(_ name: String, depth: Int) -> SwiftExpression? {
        guard let declaration = plan.spec.type(named: name) else { return nil }
        switch declaration.kind {
        case .object(let object):
            return arguments(plan.spec.fields(of: object), depth: depth).map { .call(plan.names.type(name), $0) }
        case .enumeration(let type):
            return type.cases.first.map { .plain("." + SwiftName.escaped(SwiftName.member($0.name.value))) }
        case .union(let union):
            for member in union.members {
                let inner = expression(TypeUse(.named(member.type.value), span: member.type.span), depth: depth + 1)
                if let inner {
                    return .call("." + SwiftName.escaped(SwiftName.member(member.tag.value)), [(nil, inner)])
                }
            }
            return nil
        case .alias: return nil
        }
    }
}
