import GatewaySpec

/// Rules of strings and numbers, as Swift expressions.
struct RulesCode {
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// `StringRules` of the aliases, each made once and called after its alias: `.roomName`.
    var aliasRules: [String] {
        let aliases = plan.spec.types.compactMap { type -> (name: String, rules: String)? in
            guard case .alias(let use) = type.kind, plan.spec.scalar(use) == .string,
                let rules = stringRules(resolved(use)), !use.constraints.isEmpty
            else { return nil }
            return (Self.aliasMember(names.declaredType(type.name.value)), rules)
        }
        let all = aliases + hoisted
        guard !all.isEmpty else { return [] }
        var writer = SwiftWriter()
        writer.block("extension \(names.runtime("StringRules"))") { writer in
            for (name, rules) in all {
                writer.line("static let \(SwiftName.escaped(name)) = \(names.runtime("StringRules"))(\(rules))")
            }
        }
        return writer.lines
    }

    /// The argument of `string(…)` for a type, or nothing if any string will do.
    ///
    /// - Parameter place: what rules that are costly to make are called after: a type's or handler's name, and a field's.
    func stringArgument(_ use: TypeUse, place: [String]) -> String? {
        if use.constraints.isEmpty, case .named(let name) = use.kind, let alias = ownRules(of: name) {
            return "." + alias
        }
        let constraints = resolved(use)
        guard let rules = stringRules(constraints) else { return nil }
        if constraints.pattern != nil { return "." + SwiftName.escaped(hoistedName(place)) }
        return "\(names.runtime("StringRules"))(\(rules))"
    }

    /// `range: 1...200` for a whole number.
    func integerRange(_ use: TypeUse, scalar: ScalarType) -> String? {
        guard let range = resolved(use).range?.value, range.lower != nil || range.upper != nil else { return nil }
        let type = names.plain(.scalar(scalar), in: plan.spec)
        let lower = range.lower.map { Self.number($0) } ?? "\(type).min"
        let upper = range.upper.map(Self.upper) ?? "\(type).max"
        return "range: \(lower)...\(upper)"
    }

    /// `NumberRules(range: 0...)` for a binary fraction.
    func numberRules(_ use: TypeUse) -> String? {
        guard let range = resolved(use).range?.value else { return nil }
        let text = "\(range.lower.map(Self.number) ?? "")...\(range.upper.map(Self.upper) ?? "")"
        return text == "..." ? nil : "\(names.runtime("NumberRules"))(range: \(text))"
    }

    /// `1...3` of a list, a map or bytes.
    static func count(_ range: CountRange) -> String {
        guard let upper = range.upper else { return "\(SwiftLiteral.integer(range.lower))..." }
        let lower = range.lower == 0 && range.lower != upper ? "" : SwiftLiteral.integer(range.lower)
        return "\(lower)...\(SwiftLiteral.integer(upper))"
    }

    /// The constraints of a use and of the aliases it goes through.
    func resolved(_ use: TypeUse) -> Constraints { plan.spec.resolve(use)?.constraints ?? use.constraints }

    private func stringRules(_ constraints: Constraints) -> String? {
        var parts: [String] = []
        if constraints.trim == true { parts.append("trim: true") }
        if let length = constraints.length?.value { parts.append("length: \(Self.count(length))") }
        if let pattern = constraints.pattern?.value { parts.append("pattern: \(Self.pattern(pattern))") }
        if let format = constraints.format { parts.append("format: .\(format.rawValue)") }
        if let oneOf = constraints.oneOf {
            let values = oneOf.compactMap {
                if case .string(let text) = $0.value { SwiftLiteral.string(text) } else { nil }
            }
            parts.append("oneOf: [\(values.joined(separator: ", "))]")
        }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    /// The name of an alias' own rules, looking through aliases that add none.
    private func ownRules(of name: String) -> String? {
        guard case .alias(let use)? = plan.spec.type(named: name)?.kind, plan.spec.scalar(use) == .string else {
            return nil
        }
        if !use.constraints.isEmpty { return SwiftName.escaped(Self.aliasMember(names.declaredType(name))) }
        guard case .named(let next) = use.kind else { return nil }
        return ownRules(of: next)
    }

    private static func pattern(_ text: String) -> String { SwiftLiteral.string(text) }

    private static func aliasMember(_ type: String) -> String { SwiftName.member(type) }

    private static func number(_ number: Number) -> String {
        switch number {
        case .integer(let value): SwiftLiteral.integer(value)
        case .unsigned(let value): SwiftLiteral.integer(value)
        case .double(let value): "\(value)"
        }
    }

    /// A minus behind `...` would be part of the operator.
    private static func upper(_ number: Number) -> String {
        let text = Self.number(number)
        return text.hasPrefix("-") ? "(\(text))" : text
    }

    // MARK: rules with a pattern are made once

    private var hoisted: [(name: String, rules: String)] {
        var found: [(name: String, rules: String)] = []
        func look(_ use: TypeUse, _ place: [String]) {
            if case .list(let element) = use.kind { look(element, place) }
            if case .map(let value) = use.kind { look(value, place) }
            guard plan.spec.scalar(use) == .string,
                stringArgument(use, place: place).map({ $0.hasSuffix("Rules") }) == true,
                let rules = stringRules(resolved(use)), resolved(use).pattern != nil
            else { return }
            let name = hoistedName(place)
            if !found.contains(where: { $0.name == name }) { found.append((name, rules)) }
        }
        for type in plan.spec.types {
            guard case .object(let object) = type.kind else { continue }
            for field in plan.spec.fields(of: object) {
                look(field.type, [names.declaredType(type.name.value), names.member(field)])
            }
        }
        for handler in plan.handlers {
            for parameter in handler.route.parameters {
                look(parameter.field.type, [handler.names.space, names.member(parameter.field)])
            }
        }
        for hub in plan.hubs {
            for parameter in hub.bindings.flatMap(\.route.parameters) {
                look(parameter.field.type, [hub.names.type, names.member(parameter.field)])
            }
        }
        return found
    }

    /// `sayTextRules`; an alias' rules never end so unless the alias does.
    private func hoistedName(_ place: [String]) -> String {
        SwiftName.member((place + ["rules"]).joined(separator: "-"))
    }
}
