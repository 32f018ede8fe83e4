import GatewaySpec

/// An enum of words with its JSON.
struct EnumerationCode {
    let plan: ServicePlan
    let type: TypeDeclaration
    let enumeration: EnumType

    private var names: Names { plan.names }
    private var name: String { names.declaredType(type.name.value) }

    var declarations: [[String]] { [structure, coding] }

    private var structure: [String] {
        var writer = SwiftWriter()
        writer.doc(plan.doc(of: type))
        writer.block("enum \(name): String, Hashable, Sendable, CaseIterable") { writer in
            for item in enumeration.cases {
                let word = item.name.value
                let member = SwiftName.member(word)
                writer.doc(item.doc)
                writer.line(
                    "case \(SwiftName.escaped(member))\(member == word ? "" : " = \(SwiftLiteral.string(word))")")
            }
        }
        return writer.lines
    }

    /// The words are compared and written as the literals they are: no string is made of them.
    private var coding: [String] {
        var writer = SwiftWriter()
        let protocols = "\(names.runtime("JSONDecodable")), \(names.runtime("JSONEncodable"))"
        let words = enumeration.cases.map { item in
            (case: SwiftName.escaped(SwiftName.member(item.name.value)), word: SwiftLiteral.string(item.name.value))
        }
        writer.block("extension \(name): \(protocols)") { writer in
            let head =
                "init(from json: inout \(names.runtime("JSONReader"))) throws(\(names.runtime("DecodingFailure")))"
            writer.block(head) { writer in
                writer.line("switch try json.word() {")
                for item in words { writer.line("case \(item.word): self = .\(item.case)") }
                let refusal = SwiftExpression.call(
                    "json.unknownWord", [(nil, .list(words.map { .plain($0.word) }))])
                if writer.fits("default: throw \(refusal.flat)") {
                    writer.line("default: throw \(refusal.flat)")
                } else {
                    writer.line("default:")
                    writer.indented { refusal.write(after: "throw ", to: &$0) }
                }
                writer.line("}")
            }
            writer.line()
            writer.block("func encode(to json: inout \(names.runtime("JSONWriter")))") { writer in
                writer.line("switch self {")
                for item in words { writer.line("case .\(item.case): json.word(\(item.word))") }
                writer.line("}")
            }
        }
        return writer.lines
    }
}
