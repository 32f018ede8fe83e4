import GatewayDiagnostics
import GatewaySpec

/// Placeholders of a message, as Swift expressions.
struct PlaceholderCode {
    let message: MessageCode

    /// A lone placeholder, which keeps its type.
    func expression(_ placeholder: Placeholder, for target: ResolvedType) -> String {
        guard let source = source(placeholder) else { return unsupported(placeholder) }
        switch (source.type.kind, target.kind) {
        case (.scalar(let from), .scalar(let to)) where from != to:
            guard let convert = Self.conversion(from, to) else { return unsupported(placeholder) }
            let number = source.type.isOptional
            return number ? "\(source.code).map { \(convert)($0) }" : "\(convert)(\(source.code))"
        default:
            return source.code
        }
    }

    /// Whether a placeholder may have no value.
    func mayBeAbsent(_ placeholder: Placeholder) -> Bool { source(placeholder)?.type.isOptional == true }

    /// Text with placeholders, as a string literal with interpolations.
    func interpolation(_ template: Template) -> String {
        let parts = template.parts.map { part in
            switch part {
            case .text(let text): String(SwiftLiteral.string(text).dropFirst().dropLast())
            case .placeholder(let placeholder): "\\(\(inText(placeholder)))"
            }
        }
        return "\"\(parts.joined())\""
    }

    private func inText(_ placeholder: Placeholder) -> String {
        guard let source = source(placeholder), !source.type.isOptional else { return unsupported(placeholder) }
        switch source.type.kind {
        case .scalar(let scalar) where scalar == .string || scalar == .bool || scalar.isInteger: return source.code
        case .scalar(.timestamp) where source.code == ".now": return "\(message.names.runtime("Date")).now.plainText"
        default: return source.code + ".plainText"
        }
    }

    /// What a placeholder gives.
    private struct Source {
        let kind: TypeUse.Kind
        var isOptional = false
    }

    private func source(_ placeholder: Placeholder) -> (code: String, type: Source)? {
        switch placeholder.kind {
        case .user: ("client.user", scalar(.string))
        case .room: ("\(message.room).name", scalar(.string))
        case .roomUsers:
            ("\(message.room).users", Source(kind: .list(TypeUse(.scalar(.string), span: placeholder.span))))
        case .now: (".now", scalar(.timestamp))
        case .sequence: (message.sequence, scalar(.int64))
        case .received(let path): received(path)
        case .parameter(let from, let name): parameter(from, name)
        case .auth(let claim):
            message.hub.claims.first { $0.claim == claim }.map {
                ("\(HubLogicCode.input).\(SwiftName.escaped($0.name))", scalar(.string))
            }
        }
    }

    /// What the client's request said; the input has it, if not as the `user` or the `room`.
    private func parameter(_ from: ParameterSource, _ name: String) -> (code: String, type: Source)? {
        let hub = message.hub
        func isIt(_ parameter: Parameter) -> Bool { parameter.source == from && parameter.field.name.value == name }
        if let input = hub.inputs.first(where: { isIt($0.parameter) }) {
            let field = input.parameter.field
            guard input.isEverywhere, let type = message.spec.resolve(field.type), !type.isNullable else { return nil }
            let code = "\(HubLogicCode.input).\(SwiftName.escaped(input.name))"
            return (code, Source(kind: type.kind, isOptional: input.type.hasSuffix("?")))
        }
        // Those left out of the input are called as what they are.
        guard let field = hub.bindings.lazy.flatMap(\.route.parameters).first(where: isIt)?.field,
            case .scalar(.string)? = message.spec.resolve(field.type)?.kind
        else { return nil }
        let member = message.names.member(field)
        guard member == "user" || member == "room" else { return nil }
        return ("\(HubLogicCode.input).\(member)", scalar(.string))
    }

    /// `{in}` and `{in.a.b}`.
    private func received(_ path: [String]) -> (code: String, type: Source)? {
        guard let received = message.received else { return nil }
        guard case .type(let name) = received.kind else {
            return path.isEmpty ? (received.expression + ".text", scalar(.string)) : nil
        }
        var code = received.expression
        var type = Source(kind: .named(name))
        for step in path {
            guard case .named(let name) = type.kind, let object = message.spec.object(named: name),
                let field = message.spec.fields(of: object).first(where: { $0.name.value == step }),
                let next = message.spec.resolve(field.type)
            else { return nil }
            code += (type.isOptional ? "?." : ".") + SwiftName.escaped(message.names.member(field))
            if next.isOptional && next.isNullable { return nil }
            type = Source(kind: next.kind, isOptional: type.isOptional || next.isOptional || next.isNullable)
        }
        return (code, type)
    }

    /// The type to convert to, if nothing can be lost.
    private static func conversion(_ from: ScalarType, _ to: ScalarType) -> String? {
        let widths: [ScalarType: Int] = [.int8: 8, .int16: 16, .int32: 32, .int64: 64, .int: 64]
        let unsigned: [ScalarType: Int] = [.uint8: 8, .uint16: 16, .uint32: 32, .uint64: 64, .uint: 64]
        if let old = widths[from], let new = widths[to], new >= old { return swift(to) }
        if let old = unsigned[from], let new = unsigned[to], new >= old { return swift(to) }
        if let old = unsigned[from], let new = widths[to], new > old { return swift(to) }
        if to == .double, let old = widths[from] ?? unsigned[from], old <= 32 { return swift(to) }
        if from == .float, to == .double { return swift(to) }
        return nil
    }

    private static func swift(_ scalar: ScalarType) -> String {
        let name = scalar.rawValue
        return name.hasPrefix("u") ? "UI" + name.dropFirst(2) : name.prefix(1).uppercased() + name.dropFirst()
    }

    private func scalar(_ scalar: ScalarType) -> Source { Source(kind: .scalar(scalar)) }

    private func unsupported(_ placeholder: Placeholder) -> String {
        message.unsupported("'\(placeholder.kind)' here", at: placeholder.span).flat
    }
}
