import GatewaySpec

/// How a field is written as JSON.
struct JSONWriting {
    let plan: ServicePlan

    func write(_ field: Field, to writer: inout SwiftWriter) {
        guard let type = plan.spec.resolve(field.type) else { return }
        let key = SwiftLiteral.string(field.wireName)
        let name = plan.names.member(field)
        let value = name == "json" ? "self.json" : SwiftName.escaped(name)
        // A null that stands for something must be written, not left out.
        let isNullOnly = type.isNullable && !type.isOptional
        guard let closure = closure(type) else {
            return isNullOnly
                ? writer.line("json.field(\(key)) { \(value).encode(to: &$0) }")
                : writer.call("json.field", [key, value])
        }
        if case .scalar(.bytes) = type.kind, !type.isNullable {
            return writer.call("json.field", [key, "base64: \(value)"])
        }
        writer.call("json.field", [key, value], " \(closure)")
    }

    /// What writes a value that can't write itself: `bytes` are base64, and a list of them no list of numbers; a number may have quotes.
    private func closure(_ type: ResolvedType) -> String? {
        switch type.kind {
        case .scalar(.bytes): "{ $0.base64($1) }"
        case .scalar: type.constraints.quoted == true ? "{ $0.inQuotes($1) }" : nil
        case .named: nil
        case .list(let element): closure(element).map { "{ $0.array($1) \($0) }" }
        case .map(let value): closure(value).map { "{ $0.map($1) \($0) }" }
        }
    }

    /// The same where a type is used.
    func closure(_ use: TypeUse) -> String? { plan.spec.resolve(use).flatMap { closure($0) } }
}
