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
            return Self.assignment(key, local(field), closure("try json.patch", value), to: &writer)
        }
        guard isNullOnly(field) else { return Self.assignment(key, local(field), value, to: &writer) }
        writer.line(key)
        writer.indented { writer in
            writer.line("\(presence(field)) = true")
            value.write(after: "\(local(field)) = ", to: &writer)
        }
    }

    private static func assignment(
        _ key: String, _ local: String, _ value: SwiftExpression, to writer: inout SwiftWriter
    ) {
        let flat = "\(key) \(local) = \(value.flat)"
        guard flat.count + 16 > SwiftWriter.width else { return writer.line(flat) }
        writer.line(key)
        writer.indented { value.write(after: "\(local) = ", to: &$0) }
    }

    /// What comes after the object: missing fields are recorded, and the value is put together.
    func writeEnd(_ fields: [Field], to writer: inout SwiftWriter) {
        for field in fields { writeDependencies(field, among: fields, to: &writer) }
        let required = fields.filter { !$0.mayBeAbsent && !isOptionalAlias($0) }
        for field in required {
            let present = isNullOnly(field) ? presence(field) : "\(local(field)) != nil"
            writer.call("json.require", [SwiftLiteral.string(field.wireName), present])
        }
        let conditions = required.map { isNullOnly($0) ? presence($0) : "let \(local($0))" }
        if !conditions.isEmpty { writer.guarding(conditions, else: "throw json.failure") }
        for field in fields {
            let fallback = field.defaultValue.flatMap {
                LiteralCode(spec: plan.spec, names: names).expression($0.value, for: field.type)
            }
            let tail = fallback.map { $0 == "nil" ? "" : " ?? \($0)" } ?? ""
            let head = "self.\(names.member(field)) ="
            let value = local(field) + (isPatch(field) ? "" : tail)
            if writer.fits("\(head) \(value)") {
                writer.line("\(head) \(value)")
            } else {
                writer.line(head)
                writer.indented { $0.line(value) }
            }
        }
    }

    /// The rules between a field and others.
    private func writeDependencies(_ field: Field, among fields: [Field], to writer: inout SwiftWriter) {
        for (call, others) in [("require", field.requires), ("exclude", field.excludes)] {
            for name in others {
                guard let other = fields.first(where: { $0.name.value == name.value }) else { continue }
                let arguments = [
                    SwiftLiteral.string(other.wireName), isThere(other), "with: \(SwiftLiteral.string(field.wireName))",
                ]
                let flat = "json.\(call)(\(arguments.joined(separator: ", ")))"
                let line = "if \(isThere(field)) { \(flat) }"
                guard !writer.fits(line) else {
                    writer.line(line)
                    continue
                }
                writer.block("if \(isThere(field))") { $0.call("json.\(call)", arguments) }
            }
        }
    }

    /// Whether a message has the field.
    private func isThere(_ field: Field) -> String {
        if isNullOnly(field) { return presence(field) }
        return "\(local(field)) != \(isPatch(field) ? ".absent" : "nil")"
    }

    /// Whether `presence` is declared for it.
    func presenceDeclaration(_ field: Field) -> String? {
        isNullOnly(field) ? "var \(presence(field)) = false" : nil
    }

    // MARK: expressions

    /// Reads a value of a type, giving nil for what breaks a rule.
    func expression(_ use: TypeUse, place: [String]) -> SwiftExpression {
        guard let type = plan.spec.resolve(use) else { return "nil" }
        switch type.kind {
        case .scalar(let scalar):
            return chosen(.plain("try json.\(self.scalar(scalar, use, place: place))"), type)
        case .named(let name): return chosen(.plain("try json.value(\(names.type(name)).self)"), type)
        case .list(let element): return collection("array", element, type.constraints.items?.value, place: place)
        case .map(let value): return collection("map", value, type.constraints.items?.value, place: place)
        }
    }

    /// The value, if it is one of the few that `oneOf` leaves. For strings, their own rules say so.
    private func chosen(_ value: SwiftExpression, _ type: ResolvedType) -> SwiftExpression {
        guard let values = RulesCode(plan: plan).values(type) else { return value }
        return closure("try json.one(of: \(values))", value)
    }

    /// What the reader is called for, behind `json.`.
    private func scalar(_ scalar: ScalarType, _ use: TypeUse, place: [String]) -> String {
        let rules = RulesCode(plan: plan)
        switch scalar {
        case .string, .url: return "\(scalar.rawValue)(\(rules.stringArgument(use, place: place) ?? ""))"
        case .bool: return "bool()"
        case .float, .double:
            let name = scalar.rawValue
            return "\(isQuoted(use) ? "quoted\(SwiftName.type(name))" : name)(\(rules.numberRules(use) ?? ""))"
        case .decimal: return "decimal(\(rules.decimalArgument(use, place: place) ?? ""))"
        case .uuid: return "uuid()"
        case .timestamp: return "date()"
        case .date: return "calendarDate()"
        case .duration: return "duration()"
        case .bytes: return "base64(\(rules.length(use) ?? ""))"
        case .json, .file: return "any()"
        case .int, .int8, .int16, .int32, .int64, .uint, .uint8, .uint16, .uint32, .uint64:
            let type = names.plain(.scalar(scalar), in: plan.spec) + ".self"
            let range = rules.integerRange(use, scalar: scalar)
            let arguments = [type, range].compactMap { $0 }.joined(separator: ", ")
            return "\(isQuoted(use) ? "quotedInteger" : "integer")(\(arguments))"
        }
    }

    private func isQuoted(_ use: TypeUse) -> Bool { RulesCode(plan: plan).resolved(use).quoted == true }

    private func collection(
        _ call: String, _ element: TypeUse, _ items: CountRange?, place: [String]
    ) -> SwiftExpression {
        let items = items.map { "items: \(RulesCode.count($0))" }
        let value = expression(element, place: place)
        let type = names.swift(element, in: plan.spec)
        if value.flat == "try json.value(\(type).self)" || isPlain(element) {
            let arguments = ["of: \(type).self"] + [items].compactMap { $0 }
            return "try json.\(call)(\(arguments.joined(separator: ", ")))"
        }
        return closure("try json.\(call)\(items.map { "(\($0))" } ?? "")", value)
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

    /// `head { (json) throws(DecodingFailure) in value }`
    func closure(_ head: String, _ value: SwiftExpression) -> SwiftExpression {
        .closure(head, parameters: "(json) throws(\(names.runtime("DecodingFailure")))", value)
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
