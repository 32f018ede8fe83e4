import GatewaySpec

/// Rules of strings and numbers, as Swift expressions.
struct RulesCode {
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// `StringRules` of the aliases, each made once and called after its alias (`.roomName`), and rules that are costly to
    /// make; a block of lines for each type of rules.
    var declarations: [[String]] {
        let aliases = plan.spec.types.compactMap { type -> (name: String, rules: Arguments)? in
            guard case .alias(let use) = type.kind, isText(use), let rules = stringRules(resolved(use)),
                !use.constraints.isEmpty
            else { return nil }
            return (Self.aliasMember(names.declaredType(type.name.value)), rules)
        }
        let hoisted = hoisted
        return [
            declarations(names.runtime("StringRules"), aliases + hoisted.strings),
            declarations(names.runtime("DecimalRules"), hoisted.decimals),
        ].filter { !$0.isEmpty }
    }

    private func declarations(_ type: String, _ rules: Rules) -> [String] {
        guard !rules.isEmpty else { return [] }
        var writer = SwiftWriter()
        writer.block("extension \(type)") { writer in
            for (name, rules) in rules {
                SwiftExpression.call(type, rules).write(after: "static let \(SwiftName.escaped(name)) = ", to: &writer)
            }
        }
        return writer.lines
    }

    private func isText(_ use: TypeUse) -> Bool { [.string, .url].contains(plan.spec.scalar(use)) }

    /// The argument of `string(…)` for a type, or nothing if any string will do.
    ///
    /// - Parameter place: what rules that are costly to make are called after: a type's or handler's name, and a field's.
    func stringArgument(_ use: TypeUse, place: [String]) -> String? {
        if use.constraints.isEmpty, case .named(let name) = use.kind, let alias = ownRules(of: name) {
            return "." + alias
        }
        guard let rules = stringRules(resolved(use)) else { return nil }
        return isCostly(rules) ? "." + SwiftName.escaped(hoistedName(place)) : stringCode(rules)
    }

    private func hasOwnRules(_ use: TypeUse) -> Bool {
        guard use.constraints.isEmpty, case .named(let name) = use.kind else { return false }
        return ownRules(of: name) != nil
    }

    private func stringCode(_ rules: Arguments) -> String {
        SwiftExpression.call(names.runtime("StringRules"), rules).flat
    }

    /// A pattern is costly to make, and a long list is in the way where it is used.
    private func isCostly(_ rules: Arguments) -> Bool {
        rules.contains { $0.label == "pattern" } || stringCode(rules).count > 60
    }

    /// The argument of `decimal(…)` for a type, or nothing if any number will do.
    func decimalArgument(_ use: TypeUse, place: [String]) -> String? {
        decimalRules(use).map { _ in "." + SwiftName.escaped(hoistedName(place)) }
    }

    private func decimalRules(_ use: TypeUse) -> Arguments? {
        guard let range = resolved(use).range?.value else { return nil }
        var parts: Arguments = []
        if let lower = range.lower {
            parts.append((Self.lowerLabel(range), .plain(SwiftLiteral.string(lower.description))))
        }
        if let upper = range.upper {
            parts.append((Self.upperLabel(range), .plain(SwiftLiteral.string(upper.description))))
        }
        return parts.isEmpty ? nil : parts
    }

    /// `length: 1...32` for bytes.
    func length(_ use: TypeUse) -> String? {
        resolved(use).length.map { "length: \(Self.count($0.value))" }
    }

    /// `[1, 2]`, the values that `oneOf` leaves of a type that is no string.
    func values(_ type: ResolvedType) -> String? {
        guard let values = type.constraints.oneOf else { return nil }
        switch type.kind {
        case .scalar(.string), .scalar(.url): return nil
        default:
            let code = LiteralCode(spec: plan.spec, names: names)
            return "[\(values.compactMap { code.plain($0.value, for: type.kind) }.joined(separator: ", "))]"
        }
    }

    /// `range: 1...200` for a whole number.
    func integerRange(_ use: TypeUse, scalar: ScalarType) -> String? {
        guard let range = resolved(use).range?.value.ofWholeNumbers, range.lower != nil || range.upper != nil else {
            return nil
        }
        let type = names.plain(.scalar(scalar), in: plan.spec)
        let lower = range.lower.map { Self.number($0) } ?? "\(type).min"
        let upper = range.upper.map(Self.upper) ?? "\(type).max"
        return "range: \(lower)...\(upper)"
    }

    /// `NumberRules(range: 0...)` for a binary fraction, or `NumberRules(above: 0)`.
    func numberRules(_ use: TypeUse) -> String? {
        guard let range = resolved(use).range?.value else { return nil }
        guard !range.excludesLower, !range.excludesUpper else {
            let bounds = [
                range.lower.map { "\(Self.lowerLabel(range)): \(Self.number($0))" },
                range.upper.map { "\(Self.upperLabel(range)): \(Self.number($0))" },
            ]
            return "\(names.runtime("NumberRules"))(\(bounds.compactMap { $0 }.joined(separator: ", ")))"
        }
        let text = "\(range.lower.map(Self.number) ?? "")...\(range.upper.map(Self.upper) ?? "")"
        return text == "..." ? nil : "\(names.runtime("NumberRules"))(range: \(text))"
    }

    private static func lowerLabel(_ range: NumberRange) -> String { range.excludesLower ? "above" : "atLeast" }

    private static func upperLabel(_ range: NumberRange) -> String { range.excludesUpper ? "below" : "atMost" }

    /// `1...3` of a list, a map or bytes.
    static func count(_ range: CountRange) -> String {
        guard let upper = range.upper else { return "\(SwiftLiteral.integer(range.lower))..." }
        let lower = range.lower == 0 && range.lower != upper ? "" : SwiftLiteral.integer(range.lower)
        return "\(lower)...\(SwiftLiteral.integer(upper))"
    }

    /// The constraints of a use and of the aliases it goes through.
    func resolved(_ use: TypeUse) -> Constraints { plan.spec.resolve(use)?.constraints ?? use.constraints }

    private func stringRules(_ constraints: Constraints) -> Arguments? {
        var parts: Arguments = []
        if constraints.trim == true { parts.append(("trim", "true")) }
        if let length = constraints.length?.value { parts.append(("length", .plain(Self.count(length)))) }
        if let pattern = constraints.pattern?.value { parts.append(("pattern", .plain(SwiftLiteral.string(pattern)))) }
        if let format = constraints.format { parts.append(("format", ".\(format.rawValue)")) }
        if let oneOf = constraints.oneOf {
            let values = oneOf.compactMap { value -> SwiftExpression? in
                if case .string(let text) = value.value { .plain(SwiftLiteral.string(text)) } else { nil }
            }
            parts.append(("oneOf", .list(values)))
        }
        return parts.isEmpty ? nil : parts
    }

    /// The name of an alias' own rules, looking through aliases that add none.
    private func ownRules(of name: String) -> String? {
        guard case .alias(let use)? = plan.spec.type(named: name)?.kind, isText(use) else {
            return nil
        }
        if !use.constraints.isEmpty { return SwiftName.escaped(Self.aliasMember(names.declaredType(name))) }
        guard case .named(let next) = use.kind else { return nil }
        return ownRules(of: next)
    }

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

    // MARK: rules with a pattern or a long list, and of decimals, are made once

    private typealias Arguments = [(label: String?, value: SwiftExpression)]
    private typealias Rules = [(name: String, rules: Arguments)]

    private var hoisted: (strings: Rules, decimals: Rules) {
        var strings: Rules = []
        var decimals: Rules = []
        var seen: Set<String> = []
        func look(_ use: TypeUse, _ place: () -> [String]) {
            switch use.kind {
            case .list(let element): return look(element, place)
            case .map(let value): return look(value, place)
            case .scalar, .named: break
            }
            switch plan.spec.scalar(use) {
            case .decimal:
                guard let rules = decimalRules(use) else { return }
                let name = hoistedName(place())
                if seen.insert(name).inserted { decimals.append((name, rules)) }
            case .string, .url:
                guard !hasOwnRules(use), let rules = stringRules(resolved(use)), isCostly(rules) else { return }
                let name = hoistedName(place())
                if seen.insert(name).inserted { strings.append((name, rules)) }
            default: return
            }
        }
        eachPlace(look)
        return (strings, decimals)
    }

    /// Every type that is read somewhere, and what its rules are called after.
    private func eachPlace(_ body: (TypeUse, () -> [String]) -> Void) {
        for type in plan.spec.types {
            guard case .object(let object) = type.kind else { continue }
            for field in plan.spec.fields(of: object) {
                body(field.type) { [names.declaredType(type.name.value), names.member(field)] }
            }
        }
        for handler in plan.handlers {
            let space = handler.names.space
            for parameter in handler.route.parameters {
                body(parameter.field.type) { [space, names.member(parameter.field)] }
            }
            if let use = handler.route.body { body(use) { [space, "body"] } }
        }
        for hub in plan.hubs {
            for parameter in hub.bindings.flatMap(\.route.parameters) {
                body(parameter.field.type) { [hub.names.type, names.member(parameter.field)] }
            }
        }
    }

    /// `sayTextRules`; an alias' rules never end so unless the alias does.
    private func hoistedName(_ place: [String]) -> String {
        SwiftName.member((place + ["rules"]).joined(separator: "-"))
    }
}
