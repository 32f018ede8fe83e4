import GatewaySpec

/// `Generated/Types.swift`: the spec's types, read from and written as JSON.
struct TypesCode {
    let plan: ServicePlan
    private var names: Names { plan.names }

    /// A share of the file that is written by itself.
    enum Part {
        case types(Range<Int>)
        case rules
    }

    /// All of them, in order.
    var parts: [Part] {
        let count = plan.spec.types.count
        return stride(from: 0, to: count, by: Self.share).map { .types($0..<min($0 + Self.share, count)) } + [.rules]
    }

    /// How many types a part has at most.
    private static let share = 64

    /// A text for each declaration of a part.
    func declarations(of part: Part) -> [String] {
        let blocks =
            switch part {
            case .rules: RulesCode(plan: plan).declarations
            case .types(let range): range.flatMap { declarations(of: plan.spec.types[$0]) }
            }
        return blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
    }

    private func declarations(of type: TypeDeclaration) -> [[String]] {
        switch type.kind {
        case .object(let object): ObjectCode(plan: plan, type: type, object: object).declarations
        case .enumeration(let enumeration):
            EnumerationCode(plan: plan, type: type, enumeration: enumeration).declarations
        case .union(let union): UnionCode(plan: plan, type: type, union: union).declarations
        case .alias(let use): [alias(use, type)]
        }
    }

    private func alias(_ use: TypeUse, _ type: TypeDeclaration) -> [String] {
        var writer = SwiftWriter()
        let rules = ConstraintText.rules(use.constraints, scalar: plan.spec.scalar(use))
        writer.doc([plan.doc(of: type), rules].compactMap { $0 }.joined(separator: " "))
        writer.line("typealias \(names.declaredType(type.name.value)) = \(names.swift(use, in: plan.spec))")
        return writer.lines
    }
}

extension ServicePlan {
    /// A type's doc, with a word on its being deprecated.
    func doc(of type: TypeDeclaration) -> String? {
        let deprecated = type.deprecated.map { $0.isEmpty ? "Deprecated." : "Deprecated: \($0)" }
        let parts = [type.doc, deprecated].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    /// The protocols a type needs because hubs receive or send it.
    func hubProtocols(of type: String) -> [String] {
        let kind = HubSpec.MessageKind.type(type)
        var protocols: [String] = []
        if hubs.contains(where: { $0.spec.receives.value == kind }) { protocols.append(names.runtime("HubReceivable")) }
        if hubs.contains(where: { $0.spec.sends.value == kind }) { protocols.append(names.runtime("HubSendable")) }
        return protocols
    }
}

/// A struct with its JSON.
struct ObjectCode {
    let plan: ServicePlan
    let type: TypeDeclaration
    let object: ObjectType

    private var names: Names { plan.names }
    private var name: String { names.declaredType(type.name.value) }
    private var fields: [Field] { plan.spec.fields(of: object) }

    var declarations: [[String]] { [structure, coding] }

    private var structure: [String] {
        var writer = SwiftWriter()
        writer.doc(plan.doc(of: type))
        writer.block("struct \(name): Hashable, Sendable") { writer in
            for field in fields {
                writer.doc(ConstraintText.doc(field, scalar: plan.spec.scalar(field.type)))
                writer.line(
                    "\(wrapper(field))var \(SwiftName.escaped(names.member(field))): \(names.inputType(field, in: plan.spec))\(defaultValue(field))"
                )
            }
        }
        return writer.lines
    }

    private func defaultValue(_ field: Field) -> String {
        if let value = field.defaultValue { return literal(value, for: field).map { " = \($0)" } ?? "" }
        if field.type.isOptional && field.type.isNullable { return " = .absent" }
        // What is wrapped isn't nil by itself.
        return field.type.isOptional && plan.indirect.contains(field, of: type.name.value) ? " = nil" : ""
    }

    private func wrapper(_ field: Field) -> String {
        plan.indirect.contains(field, of: type.name.value) ? "@\(names.runtime("Indirect")) " : ""
    }

    private func literal(_ value: Spanned<Literal>, for field: Field) -> String? {
        let code = LiteralCode(spec: plan.spec, names: names).expression(value.value, for: field.type)
        if code == nil {
            plan.findings.notGenerated(
                "a default for a value of this type", at: value.span, instead: "make it optional")
        }
        return code
    }

    private var coding: [String] {
        var writer = SwiftWriter()
        let protocols = [names.runtime("JSONCodable")] + plan.hubProtocols(of: type.name.value)
        writer.block("extension \(name): \(protocols.joined(separator: ", "))") { writer in
            writeDecoding(to: &writer)
            writer.line()
            writer.block("func encodeFields(to json: inout \(names.runtime("JSONWriter")))") { writer in
                for field in fields { JSONWriting(plan: plan).write(field, to: &writer) }
            }
        }
        return writer.lines
    }

    private func writeDecoding(to writer: inout SwiftWriter) {
        let reading = JSONReading(plan: plan, owner: name)
        let head = "init(from json: inout \(names.runtime("JSONReader"))) throws(\(names.runtime("DecodingFailure")))"
        writer.block(head) { writer in
            for field in fields {
                writer.line(reading.declaration(field))
                if let presence = reading.presenceDeclaration(field) { writer.line(presence) }
            }
            writer.line("try json.beginObject()")
            writer.line("while let key = try json.nextKey() {")
            writer.indented { writer in
                guard !fields.isEmpty else { return writer.line("try json.skip(key)") }
                writer.line("switch key {")
                for field in fields { reading.write(field, to: &writer) }
                writer.line("default: try json.skip(key)")
                writer.line("}")
            }
            writer.line("}")
            reading.writeEnd(fields, to: &writer)
        }
    }
}

/// An enum of objects with its JSON.
struct UnionCode {
    let plan: ServicePlan
    let type: TypeDeclaration
    let union: UnionType

    private var names: Names { plan.names }
    private var name: String { names.declaredType(type.name.value) }

    var declarations: [[String]] { [enumeration, coding] }

    private var enumeration: [String] {
        var writer = SwiftWriter()
        writer.doc(plan.doc(of: type))
        writer.block("\(isRecursive ? "indirect " : "")enum \(name): Hashable, Sendable") { writer in
            for member in union.members {
                writer.line("case \(caseName(member))(\(names.type(member.type.value)))")
            }
        }
        return writer.lines
    }

    private var coding: [String] {
        var writer = SwiftWriter()
        let protocols = [names.runtime("JSONCodable")] + plan.hubProtocols(of: type.name.value)
        writer.block("extension \(name): \(protocols.joined(separator: ", "))") { writer in
            let head =
                "init(from json: inout \(names.runtime("JSONReader"))) throws(\(names.runtime("DecodingFailure")))"
            writer.block(head) { writer in
                writer.line("switch try json.tag(\(SwiftLiteral.string(union.tag.value))) {")
                for member in union.members {
                    let type = names.type(member.type.value)
                    writer.line(
                        "case \(SwiftLiteral.string(member.tag.value)): self = .\(caseName(member))(try \(type)(from: &json))"
                    )
                }
                let tags = union.members.map { SwiftLiteral.string($0.tag.value) }.joined(separator: ", ")
                writer.call("default: throw json.unknownTag", [SwiftLiteral.string(union.tag.value), "[\(tags)]"])
                writer.line("}")
            }
            writer.line()
            writer.block("func encodeFields(to json: inout \(names.runtime("JSONWriter")))") { writer in
                writer.line("switch self {")
                for member in union.members {
                    writer.line("case .\(caseName(member))(let value):")
                    writer.indented { writer in
                        writer.line(
                            "json.field(\(SwiftLiteral.string(union.tag.value)), word: \(SwiftLiteral.string(member.tag.value)))"
                        )
                        writer.line("value.encodeFields(to: &json)")
                    }
                }
                writer.line("}")
            }
        }
        return writer.lines
    }

    private func caseName(_ member: UnionType.Member) -> String {
        SwiftName.escaped(SwiftName.member(member.tag.value))
    }

    /// Whether a member holds this union in its own storage.
    private var isRecursive: Bool {
        var visited: Set<String> = []
        return union.members.contains { holds($0.type.value, visited: &visited) }
    }

    private func holds(_ name: String, visited: inout Set<String>) -> Bool {
        guard visited.insert(name).inserted, let declaration = plan.spec.type(named: name) else { return false }
        let inner: [String]
        switch declaration.kind {
        case .object(let object):
            inner = plan.spec.fields(of: object).compactMap {
                if case .named(let name)? = plan.spec.resolve($0.type)?.kind { name } else { nil }
            }
        case .union(let union): inner = union.members.map(\.type.value)
        case .enumeration, .alias: inner = []
        }
        for name in inner where name == type.name.value || holds(name, visited: &visited) { return true }
        return false
    }
}
