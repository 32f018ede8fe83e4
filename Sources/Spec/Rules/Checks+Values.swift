import GatewayDiagnostics

extension SpecCheck {
    static let values = [
        SpecCheck("constraints suit their type") { context in
            for (use, _) in context.typeUses { context.checkConstraints(use) }
        },
        SpecCheck("defaults and examples are values of their type") { context in
            for field in context.fields { context.checkValues(field) }
            for type in context.spec.types { context.checkExample(type) }
        },
        SpecCheck("`requires` and `excludes` name other fields") { $0.checkDependencies() },
    ]
}

extension CheckContext {
    fileprivate mutating func checkConstraints(_ use: TypeUse) {
        switch use.kind {
        case .list(let element), .map(let element): checkConstraints(element)
        case .scalar, .named: break
        }
        let constraints = use.constraints
        guard !constraints.isEmpty, let resolved = spec.resolve(use) else { return }
        let target = ConstraintTarget(resolved.kind)
        let name = resolved.kind.title(in: spec)
        if constraints.trim != nil, target != .string { misfit(name, "trim", use.span, "strings") }
        if let range = constraints.range {
            if target != .number {
                misfit(name, "range", range.span, "numbers")
            } else if case .scalar(let scalar) = resolved.kind {
                checkRange(range, scalar)
            }
        }
        if let length = constraints.length, target != .string, target != .bytes {
            misfit(
                name, "length", length.span,
                target == .collection ? "strings; for lists and maps there is `items`" : "strings and bytes")
        }
        if let items = constraints.items, target != .collection { misfit(name, "items", items.span, "lists and maps") }
        if let pattern = constraints.pattern {
            if target != .string { misfit(name, "pattern", pattern.span, "strings") } else { checkPattern(pattern) }
        }
        if constraints.format != nil, target != .string { misfit(name, "format", use.span, "strings") }
        if constraints.quoted != nil, !resolved.kind.isBareNumber {
            report(
                .constraintMisfit, "'quoted' does not apply to \(name)", at: use.span,
                label: "it is for numbers that JSON has without quotes")
        }
        if let values = constraints.oneOf { checkOneOf(values, use, resolved) }
    }

    private mutating func misfit(_ type: String, _ key: String, _ span: SourceSpan, _ wanted: String) {
        report(.constraintMisfit, "'\(key)' does not apply to \(type)", at: span, label: "it narrows \(wanted)")
    }

    private mutating func checkRange(_ range: Spanned<NumberRange>, _ scalar: ScalarType) {
        let bounds = scalar.bounds
        let value = scalar.isInteger ? range.value.ofWholeNumbers : range.value
        let isEmpty = if let lower = value.lower, let upper = value.upper { upper < lower } else { false }
        let isBeyondAll =
            range.value.excludesLower && isLast(range.value.lower, \.next)
            || range.value.excludesUpper && isLast(range.value.upper, \.previous)
        if isEmpty || scalar.isInteger && isBeyondAll {
            let problem = RangeText.empty("\(range.value)")
            report(problem.rule, problem.message, at: range.span, label: "no whole number", help: problem.help)
        }
        for number in [value.lower, value.upper].compactMap({ $0 }) {
            if scalar.isInteger, case .double = number {
                report(
                    .constraintOutOfType, "\(number) is no value of '\(scalar.rawValue)'", at: range.span,
                    help: "bounds of a whole number are whole")
            } else if let bounds, !bounds.contains(number) {
                report(
                    .constraintOutOfType, "\(number) is no value of '\(scalar.rawValue)'", at: range.span,
                    label: "it goes from \(bounds.lower?.description ?? "") to \(bounds.upper?.description ?? "")")
            }
        }
    }

    /// Whether a whole number has none beside it in 64 bits.
    private func isLast(_ number: Number?, _ neighbour: KeyPath<Number, Number?>) -> Bool {
        guard let number else { return false }
        if case .double = number { return false }
        return number[keyPath: neighbour] == nil
    }

    private mutating func checkPattern(_ pattern: Spanned<String>) {
        // The same few patterns stand in many places.
        if soundPatterns.contains(pattern.value) { return }
        guard let problem = PatternCheck.problem(pattern.value) else {
            soundPatterns.insert(pattern.value)
            return
        }
        report(.badPattern, "bad pattern: \(problem.message)", at: pattern.span, help: problem.help)
    }

    private mutating func checkOneOf(_ values: [Spanned<Literal>], _ use: TypeUse, _ resolved: ResolvedType) {
        switch resolved.kind {
        case _ where [.string, .number].contains(ConstraintTarget(resolved.kind)): break
        case .named(let name) where spec.type(named: name)?.isEnumeration == true: break
        default:
            return misfit(resolved.kind.title(in: spec), "oneOf", use.span, "strings, numbers and enums")
        }
        var rest = resolved
        rest.constraints.oneOf = nil
        for value in values { checkValue(value, rest, what: "this value", misfit: .valueMisfit, outside: .valueMisfit) }
    }

    fileprivate mutating func checkValues(_ field: Field) {
        guard field.defaultValue != nil || field.example != nil, let resolved = spec.resolve(field.type) else { return }
        if let value = field.defaultValue {
            checkValue(value, resolved, what: "the default", misfit: .defaultMisfit, outside: .defaultOutside)
        }
        if let value = field.example {
            checkValue(value, resolved, what: "the example", misfit: .valueMisfit, outside: .valueMisfit)
        }
    }

    fileprivate mutating func checkExample(_ type: TypeDeclaration) {
        guard let value = type.example,
            let resolved = spec.resolve(TypeUse(.named(type.name.value), span: type.name.span))
        else { return }
        checkValue(value, resolved, what: "the example", misfit: .valueMisfit, outside: .valueMisfit)
    }

    private mutating func checkValue(
        _ value: Spanned<Literal>, _ type: ResolvedType, what: String, misfit: SpecRule, outside: SpecRule
    ) {
        guard let problem = LiteralFit(spec: spec).problem(value.value, type) else { return }
        let span = places.span(of: problem.path, in: value.span)
        switch problem.kind {
        case .misfit(let expected, let help):
            let part = problem.isInside ? "a part of \(what)" : what
            report(misfit, "\(part) is not \(expected)", at: span, help: help)
        case .outside(let constraint, let limit):
            report(outside, "\(what) breaks its own '\(constraint)'", at: span, label: limit)
        }
    }

    fileprivate mutating func checkDependencies() {
        for type in spec.types {
            if case .object(let object) = type.kind { checkDependencies(spec.fields(of: object), among: "fields") }
        }
        for route in spec.routes {
            let hasSome = route.parameters.contains { !$0.field.requires.isEmpty || !$0.field.excludes.isEmpty }
            for source in ParameterSource.allCases where hasSome {
                let fields = route.parameters.filter { $0.source == source }.map(\.field)
                checkDependencies(fields, among: "\(source.rawValue) parameters")
            }
        }
    }

    private mutating func checkDependencies(_ fields: [Field], among what: String) {
        guard fields.contains(where: { !$0.requires.isEmpty || !$0.excludes.isEmpty }) else { return }
        let names = fields.map(\.name.value)
        for field in fields {
            for (key, others) in [("requires", field.requires), ("excludes", field.excludes)] {
                for other in others {
                    if other.value == field.name.value {
                        report(.badDependency, "'\(other.value)' \(key) itself", at: other.span)
                    } else if !names.contains(other.value) {
                        report(
                            .badDependency, "'\(key)' names '\(other.value)', which is none of the \(what) here",
                            at: other.span, help: Suggestion.didYouMean(other.value, among: names))
                    } else if key == "excludes", let target = fields.first(where: { $0.name.value == other.value }),
                        !target.type.isOptional, target.defaultValue == nil
                    {
                        report(
                            .badDependency, "'\(field.name.value)' excludes '\(other.value)', which is always there",
                            at: other.span, help: "make '\(other.value)' optional",
                            notes: [Diagnostic.Note("declared here", at: target.name.span)])
                    }
                }
            }
            for other in field.requires where field.excludes.contains(other) {
                report(.badDependency, "'\(field.name.value)' requires and excludes '\(other.value)'", at: other.span)
            }
        }
    }
}

extension TypeUse.Kind {
    /// Whether it is a number that JSON writes as one.
    fileprivate var isBareNumber: Bool {
        if case .scalar(let scalar) = self { scalar.isNumber && scalar != .decimal } else { false }
    }
}
