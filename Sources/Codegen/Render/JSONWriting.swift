import GatewaySpec

/// How a field is written as JSON.
struct JSONWriting {
    let plan: ServicePlan

    func write(_ field: Field, to writer: inout SwiftWriter) {
        guard let type = plan.spec.resolve(field.type) else { return }
        let key = SwiftLiteral.string(field.wireName)
        let name = plan.names.member(field)
        let value = name == "json" ? "self.json" : SwiftName.escaped(name)
        switch bytes(in: type.kind) {
        case .none: writer.line(plain(key, value, type, hasDefault: field.defaultValue != nil))
        case .some(0) where !type.isNullable: writer.line("json.field(\(key), base64: \(value))")
        case .some(1) where !type.isNullable && !type.isOptional:
            writer.line("json.field(\(key), \(value)) { $0.base64($1) }")
        case .some: plan.findings.notGenerated("'bytes' in a value of this type", at: field.type.span)
        }
    }

    private func plain(_ key: String, _ value: String, _ type: ResolvedType, hasDefault: Bool) -> String {
        // A null that stands for something must be written, not left out.
        type.isNullable && !type.isOptional
            ? "json.field(\(key)) { \(value).encode(to: &$0) }" : "json.field(\(key), \(value))"
    }

    /// How many lists `bytes` lies in; nothing if there are none, a large number for a map.
    private func bytes(in kind: TypeUse.Kind) -> Int? {
        switch kind {
        case .scalar(let scalar): return scalar == .bytes ? 0 : nil
        case .named: return nil
        case .list(let element): return plan.spec.resolve(element).flatMap { bytes(in: $0.kind) }.map { $0 + 1 }
        case .map(let value): return plan.spec.resolve(value).flatMap { bytes(in: $0.kind) }.map { $0 + 100 }
        }
    }
}
