import GatewaySpec

/// How a request's parts are read: each into a constant, all violations together, then the input.
struct RequestReading {
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// One part of an input.
    struct Part {
        /// The input's label.
        let label: String
        /// The constant that holds it.
        let value: String
        /// What reads it.
        let expression: String
        /// Whether nil means that it is missing or broken.
        let isRequired: Bool
    }

    /// How one part is read.
    ///
    /// - Parameter place: what rules that are costly to make are called after, with the part's name.
    func part(_ input: HandlerPlan.Input, place: String) -> Part {
        let local = ["request", "context", "input"].contains(input.name) ? input.name + "Value" : input.name
        let expression: String
        var isRequired = !input.isOptional
        switch input.source {
        case .body(let use):
            expression = body(use)
        case .parameter(let parameter):
            expression = value(parameter, place: [place, input.name])
            // A list that isn't sent is empty, so that nil is always a mistake.
            if case .list? = plan.spec.resolve(parameter.field.type)?.kind { isRequired = true }
        }
        return Part(
            label: input.name, value: SwiftName.escaped(local), expression: expression, isRequired: isRequired)
    }

    /// Reads the parts, and throws if anything is wrong with any of them.
    func write(_ parts: [Part], to writer: inout SwiftWriter) {
        guard !parts.isEmpty else { return }
        for part in parts { writer.line("let \(part.value) = \(part.expression)") }
        let required = parts.filter(\.isRequired).map { "let \($0.value)" }
        if !required.isEmpty { writer.guarding(required, else: "throw request.failure") }
        writer.line("try request.finish()")
    }

    private func body(_ use: TypeUse) -> String {
        if !JSONReading(plan: plan).isPlain(use) {
            plan.findings.notGenerated(
                "rules of a body that is no object", at: use.span, instead: "make it a field of an object type")
        }
        var plain = use
        plain.isOptional = false
        return "request.\(use.isOptional ? "optionalJSON" : "json")(\(names.swift(plain, in: plan.spec)).self)"
    }

    private func value(_ parameter: Parameter, place: [String]) -> String {
        let field = parameter.field
        let start = [SwiftLiteral.string(field.wireName), "in: .\(parameter.source.rawValue)"]
        let fallback = field.defaultValue.flatMap {
            LiteralCode(spec: plan.spec, names: names).expression($0.value, for: field.type)
        }
        let end = fallback.map { ["default: \($0)"] } ?? []
        let type = plan.spec.resolve(field.type)
        let isOptional = type?.isOptional == true && field.defaultValue == nil
        if case .list(let element)? = type?.kind {
            guard let form = form(element, place: place) else { return unsupported(parameter) }
            let items = type?.constraints.items.map { ["items: \(RulesCode.count($0.value))"] } ?? []
            return "request.list(\((start + [form] + items + end).joined(separator: ", ")))"
        }
        if let (name, arguments) = named(field.type, place: place) {
            let call = isOptional ? "optional" + name.prefix(1).uppercased() + name.dropFirst() : name
            let fixed = call == "optionalUuid" ? "optionalUUID" : call
            return "request.\(fixed)(\((start + arguments + end).joined(separator: ", ")))"
        }
        guard let form = form(field.type, place: place) else { return unsupported(parameter) }
        return "request.\(isOptional ? "optional" : "value")(\((start + [form] + end).joined(separator: ", ")))"
    }

    /// The reader's own word for a common type, and what it wants to know.
    private func named(_ use: TypeUse, place: [String]) -> (String, [String])? {
        guard let type = plan.spec.resolve(use) else { return nil }
        let rules = RulesCode(plan: plan)
        switch type.kind {
        case .scalar(.string): return ("string", [rules.stringArgument(use, place: place)].compactMap { $0 })
        case .scalar(let scalar) where scalar.isInteger:
            let word = "as: \(names.plain(type.kind, in: plan.spec)).self"
            return ("integer", [word] + [rules.integerRange(use, scalar: scalar)].compactMap { $0 })
        case .scalar(.double): return ("double", [rules.numberRules(use)].compactMap { $0 })
        case .scalar(.bool): return ("bool", [])
        case .scalar(.timestamp): return ("date", [])
        case .scalar(.uuid): return ("uuid", [])
        case .named(let name) where plan.spec.isEnumeration(name):
            return ("enumeration", ["as: \(names.type(name)).self"])
        default: return nil
        }
    }

    /// How the text of a value of a type is read; nothing for what no parameter can be.
    private func form(_ use: TypeUse, place: [String]) -> String? {
        guard let type = plan.spec.resolve(use) else { return nil }
        let rules = RulesCode(plan: plan)
        guard case .scalar(let scalar) = type.kind else {
            if case .named(let name) = type.kind, plan.spec.isEnumeration(name) {
                return "\(names.runtime("ParameterForm"))<\(names.type(name))>.enumeration"
            }
            return nil
        }
        if scalar.isInteger {
            let form = "\(names.runtime("ParameterForm"))<\(names.plain(type.kind, in: plan.spec))>"
            return "\(form).integer(\(rules.integerRange(use, scalar: scalar) ?? ""))"
        }
        switch scalar {
        case .string: return ".string(\(rules.stringArgument(use, place: place) ?? ""))"
        case .bool: return ".bool"
        case .float: return ".float(\(rules.numberRules(use) ?? ""))"
        case .double: return ".double(\(rules.numberRules(use) ?? ""))"
        case .decimal: return ".decimal"
        case .uuid: return ".uuid"
        case .url: return ".url"
        case .timestamp: return ".date"
        case .date: return ".calendarDate"
        case .duration: return ".duration"
        case .bytes: return ".base64"
        default: return nil
        }
    }

    private func unsupported(_ parameter: Parameter) -> String {
        // Files are told of elsewhere.
        if plan.spec.scalar(parameter.field.type) != .file {
            plan.findings.notGenerated("a parameter of this type", at: parameter.field.type.span)
        }
        return "nil"
    }
}
