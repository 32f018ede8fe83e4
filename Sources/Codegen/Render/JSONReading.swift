import GatewaySpec

/// How a field is read from JSON.
struct JSONReading {
    let plan: ServicePlan
    /// The type that is read.
    var owner = ""
    private var names: Names { plan.names }

    /// `var text: String?`, what is known of the field so far.
    func declaration(_ field: Field) -> String {
        let local = local(field)
        if isPatch(field) {
            return "var \(local): \(names.swift(field.type, in: plan.spec)) = .absent"
        }
        return "var \(local): \(plain(field))?"
    }

    /// The field's case in the loop over the keys.
    func write(_ field: Field, to writer: inout SwiftWriter) {
        let key = "case \(SwiftLiteral.string(field.wireName)):"
        let value = expression(field.type, place: [owner, names.member(field)])
        if isPatch(field) {
            return Self.assignment(key, local(field), "try json.patch \(closure(value))", to: &writer)
        }
        guard isNullOnly(field) else { return Self.assignment(key, local(field), value, to: &writer) }
        writer.line(key)
        writer.indented { writer in
            writer.line("\(presence(field)) = true")
            writer.line("\(local(field)) = \(value)")
        }
    }

    private static func assignment(_ key: String, _ local: String, _ value: String, to writer: inout SwiftWriter) {
        let flat = "\(key) \(local) = \(value)"
        guard flat.count + 16 > SwiftWriter.width else { return writer.line(flat) }
        writer.line(key)
        writer.indented { $0.line("\(local) = \(value)") }
    }

    /// What comes after the object: missing fields are recorded, and the value is put together.
    func writeEnd(_ fields: [Field], to writer: inout SwiftWriter) {
        let required = fields.filter { !$0.mayBeAbsent && !isOptionalAlias($0) }
        for field in required {
            let present = isNullOnly(field) ? presence(field) : "\(local(field)) != nil"
            writer.line("json.require(\(SwiftLiteral.string(field.wireName)), \(present))")
        }
        let conditions = required.map { isNullOnly($0) ? presence($0) : "let \(local($0))" }
        if !conditions.isEmpty { writer.guarding(conditions, else: "throw json.failure") }
        for field in fields {
            let fallback = field.defaultValue.flatMap {
                LiteralCode(spec: plan.spec, names: names).expression($0.value, for: field.type)
            }
            let tail = fallback.map { $0 == "nil" ? "" : " ?? \($0)" } ?? ""
            writer.line("self.\(names.member(field)) = \(local(field))\(isPatch(field) ? "" : tail)")
        }
    }

    /// Whether `presence` is declared for it.
    func presenceDeclaration(_ field: Field) -> String? {
        isNullOnly(field) ? "var \(presence(field)) = false" : nil
    }

    // MARK: expressions

    /// Reads a value of a type, giving nil for what breaks a rule.
    func expression(_ use: TypeUse, place: [String]) -> String {
        guard let type = plan.spec.resolve(use) else { return "nil" }
        switch type.kind {
        case .scalar(let scalar): return self.scalar(scalar, use, place: place)
        case .named(let name):
            let call = plan.spec.isEnumeration(name) ? "enumeration" : "value"
            return "try json.\(call)(\(names.type(name)).self)"
        case .list(let element): return collection("array", element, type.constraints.items?.value, place: place)
        case .map(let value): return collection("map", value, type.constraints.items?.value, place: place)
        }
    }

    private func scalar(_ scalar: ScalarType, _ use: TypeUse, place: [String]) -> String {
        let rules = RulesCode(plan: plan)
        let constraints = rules.resolved(use)
        if scalar != .string { refuseStringRules(constraints, scalar, at: use) }
        switch scalar {
        case .string: return "try json.string(\(rules.stringArgument(use, place: place) ?? ""))"
        case .bool: return "try json.bool()"
        case .float: return "try json.float(\(rules.numberRules(use) ?? ""))"
        case .double: return "try json.double(\(rules.numberRules(use) ?? ""))"
        case .decimal: return "try json.decimal()"
        case .uuid: return "try json.uuid()"
        case .url: return "try json.url()"
        case .timestamp: return "try json.date()"
        case .date: return "try json.calendarDate()"
        case .duration: return "try json.duration()"
        case .bytes:
            return "try json.base64(\(constraints.length.map { "length: \(RulesCode.count($0.value))" } ?? ""))"
        case .json, .file: return "try json.any()"
        case .int, .int8, .int16, .int32, .int64, .uint, .uint8, .uint16, .uint32, .uint64:
            let type = names.plain(.scalar(scalar), in: plan.spec) + ".self"
            let range = rules.integerRange(use, scalar: scalar)
            return "try json.integer(\([type, range].compactMap { $0 }.joined(separator: ", ")))"
        }
    }

    /// What the language allows on a type, but the reader has no check for.
    private func refuseStringRules(_ constraints: Constraints, _ scalar: ScalarType, at use: TypeUse) {
        if let oneOf = constraints.oneOf?.first {
            plan.findings.notGenerated("'oneOf' of a '\(scalar.rawValue)'", at: oneOf.span)
        }
        if scalar == .decimal, let range = constraints.range {
            plan.findings.notGenerated("'range' of a 'decimal'", at: range.span)
        }
        if scalar == .url, let length = constraints.length {
            plan.findings.notGenerated("'length' of a 'url'", at: length.span)
        }
    }

    private func collection(_ call: String, _ element: TypeUse, _ items: CountRange?, place: [String]) -> String {
        let items = items.map { "items: \(RulesCode.count($0))" }
        let value = expression(element, place: place)
        let type = names.swift(element, in: plan.spec)
        if value == "try json.value(\(type).self)" || isPlain(element) {
            return "try json.\(call)(\((["of: \(type).self"] + [items].compactMap { $0 }).joined(separator: ", ")))"
        }
        return "try json.\(call)\(items.map { "(\($0))" } ?? "") \(closure(value))"
    }

    /// Whether the type can read itself, there being no rules.
    func isPlain(_ use: TypeUse) -> Bool {
        guard let type = plan.spec.resolve(use), type.constraints.isEmpty else { return false }
        switch type.kind {
        case .scalar(let scalar): return scalar != .bytes && scalar != .json
        case .named: return true
        case .list(let element), .map(let element): return isPlain(element)
        }
    }

    private func closure(_ value: String) -> String {
        "{ (json) throws(\(names.runtime("DecodingFailure"))) in \(value) }"
    }

    // MARK: names

    private func local(_ field: Field) -> String {
        let name = names.member(field)
        return SwiftName.escaped(["json", "key"].contains(name) ? name + "Value" : name)
    }

    private func presence(_ field: Field) -> String { SwiftName.member("has-\(names.member(field))") }

    private func plain(_ field: Field) -> String {
        let type = names.inputType(field, in: plan.spec)
        return type.hasSuffix("?") ? String(type.dropLast()) : type
    }

    private func isPatch(_ field: Field) -> Bool {
        guard let type = plan.spec.resolve(field.type) else { return false }
        return type.isOptional && type.isNullable
    }

    /// It must be there, and may be null.
    private func isNullOnly(_ field: Field) -> Bool {
        guard let type = plan.spec.resolve(field.type) else { return false }
        return type.isNullable && !type.isOptional && field.defaultValue == nil
    }

    private func isOptionalAlias(_ field: Field) -> Bool { plan.spec.resolve(field.type)?.isOptional == true }
}

extension ServiceSpec {
    /// Whether a declaration is an enum.
    func isEnumeration(_ name: String) -> Bool {
        if case .enumeration? = type(named: name)?.kind { true } else { false }
    }
}
