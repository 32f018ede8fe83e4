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
        let expression: SwiftExpression
        /// Whether nil means that it is missing or broken.
        let isRequired: Bool
    }

    /// How one part is read.
    ///
    /// - Parameter place: what rules that are costly to make are called after, with the part's name.
    func part(_ input: HandlerPlan.Input, place: String) -> Part {
        let local = ["request", "context", "input"].contains(input.name) ? input.name + "Value" : input.name
        let expression: SwiftExpression
        var isRequired = !input.isOptional
        switch input.source {
        case .body(let use):
            expression = body(use, place: [place, input.name])
        case .rawBody(let raw, let types):
            expression = rawBody(raw, types)
        case .parameter(let parameter):
            expression = value(parameter, place: [place, input.name])
            // A list that isn't sent is empty, so that nil is always a mistake.
            if case .list? = plan.spec.resolve(parameter.field.type)?.kind { isRequired = true }
        }
        return Part(
            label: input.name, value: SwiftName.escaped(local), expression: expression, isRequired: isRequired)
    }

    /// Reads the parts, and throws if anything is wrong with any of them or among the parameters.
    func write(_ parts: [Part], of parameters: [Parameter], to writer: inout SwiftWriter) {
        guard !parts.isEmpty else { return }
        for part in parts { part.expression.write(after: "let \(part.value) = ", to: &writer) }
        for parameter in parameters { writeDependencies(parameter, among: parameters, to: &writer) }
        let required = parts.filter(\.isRequired).map { "let \($0.value)" }
        if !required.isEmpty { writer.guarding(required, else: "throw request.failure") }
        writer.line("try request.finish()")
    }

    /// The rules between a parameter and others of its kind.
    private func writeDependencies(_ parameter: Parameter, among all: [Parameter], to writer: inout SwiftWriter) {
        for (call, others) in [("require", parameter.field.requires), ("exclude", parameter.field.excludes)] {
            for name in others {
                let other = all.first { $0.source == parameter.source && $0.field.name.value == name.value }
                guard let other else { continue }
                writer.call(
                    "request.\(call)",
                    [
                        SwiftLiteral.string(other.field.wireName), "in: .\(parameter.source.rawValue)",
                        "with: \(SwiftLiteral.string(parameter.field.wireName))",
                    ])
            }
        }
    }

    private func body(_ use: TypeUse, place: [String]) -> SwiftExpression {
        let reading = JSONReading(plan: plan)
        let call = "request.\(use.isOptional ? "optionalJSON" : "json")"
        guard reading.isPlain(use) else { return reading.closure(call, reading.expression(use, place: place)) }
        return "\(call)(\(names.swift(use.required, in: plan.spec)).self)"
    }

    private func rawBody(_ raw: RawBody, _ types: [String]) -> SwiftExpression {
        let call =
            switch raw {
            case .text: "request.text"
            case .binary: "request.bytes"
            case .stream: "request.stream"
            }
        let list = SwiftExpression.list(types.map { .plain(SwiftLiteral.string($0)) })
        return .call(call, types.isEmpty ? [] : [("types", list)])
    }

    private func value(_ parameter: Parameter, place: [String]) -> SwiftExpression {
        let field = parameter.field
        let start = [SwiftLiteral.string(field.wireName), "in: .\(parameter.source.rawValue)"]
        let fallback = field.defaultValue.flatMap {
            LiteralCode(spec: plan.spec, names: names).expression($0.value, for: field.type)
        }
        let end = fallback.map { ["default: \($0)"] } ?? []
        let type = plan.spec.resolve(field.type)
        let isOptional = type?.isOptional == true && field.defaultValue == nil
        if plan.spec.scalar(field.type) == .file {
            return call(isOptional ? "optionalFile" : "file", [SwiftLiteral.string(field.wireName)])
        }
        if case .list(let element)? = type?.kind {
            if plan.spec.scalar(element) == .file {
                let items = type?.constraints.items.map { ["items: \(RulesCode.count($0.value))"] } ?? []
                return call("files", [SwiftLiteral.string(field.wireName)] + items)
            }
            guard let form = form(element, place: place) else { return unsupported(parameter) }
            let items = type?.constraints.items.map { ["items: \(RulesCode.count($0.value))"] } ?? []
            return call("list", start + [form] + items + end)
        }
        if let (name, arguments) = named(field.type, place: place) {
            let call = isOptional ? "optional" + name.prefix(1).uppercased() + name.dropFirst() : name
            let fixed = call == "optionalUuid" ? "optionalUUID" : call
            return self.call(fixed, start + arguments + end)
        }
        guard let form = form(field.type, place: place) else { return unsupported(parameter) }
        return call(isOptional ? "optional" : "value", start + [form] + end)
    }

    private func call(_ name: String, _ arguments: [String]) -> SwiftExpression {
        .call("request.\(name)", arguments.map { (nil, .plain($0)) })
    }

    /// The reader's own word for a common type, and what it wants to know.
    private func named(_ use: TypeUse, place: [String]) -> (String, [String])? {
        guard let type = plan.spec.resolve(use) else { return nil }
        let rules = RulesCode(plan: plan)
        guard rules.values(type) == nil else { return nil }
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
        guard let type = plan.spec.resolve(use), let form = plainForm(use, type.kind, place: place) else { return nil }
        guard let values = RulesCode(plan: plan).values(type) else { return form }
        // Behind a bare dot Swift would look for the whole chain's type.
        let start = form.hasPrefix(".") ? "\(formType)<\(names.plain(type.kind, in: plan.spec))>" : ""
        return "\(start)\(form).one(of: \(values))"
    }

    private var formType: String { names.runtime("ParameterForm") }

    private func plainForm(_ use: TypeUse, _ kind: TypeUse.Kind, place: [String]) -> String? {
        let rules = RulesCode(plan: plan)
        guard case .scalar(let scalar) = kind else {
            if case .named(let name) = kind, plan.spec.isEnumeration(name) {
                return "\(formType)<\(names.type(name))>.enumeration"
            }
            return nil
        }
        if scalar.isInteger {
            return
                "\(formType)<\(names.plain(kind, in: plan.spec))>.integer(\(rules.integerRange(use, scalar: scalar) ?? ""))"
        }
        switch scalar {
        case .string: return ".string(\(rules.stringArgument(use, place: place) ?? ""))"
        case .bool: return ".bool"
        case .float: return ".float(\(rules.numberRules(use) ?? ""))"
        case .double: return ".double(\(rules.numberRules(use) ?? ""))"
        case .decimal: return ".decimal\(rules.decimalArgument(use, place: place).map { "(\($0))" } ?? "")"
        case .uuid: return ".uuid"
        case .url: return ".url\(rules.stringArgument(use, place: place).map { "(\($0))" } ?? "")"
        case .timestamp: return ".date"
        case .date: return ".calendarDate"
        case .duration: return ".duration"
        case .bytes: return ".base64\(rules.length(use).map { "(\($0))" } ?? "")"
        default: return nil
        }
    }

    private func unsupported(_ parameter: Parameter) -> SwiftExpression {
        plan.findings.notGenerated("a parameter of this type", at: parameter.field.type.span)
        return "nil"
    }
}
