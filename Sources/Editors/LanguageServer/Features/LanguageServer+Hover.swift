import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

extension LanguageServer {
    mutating func hover(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        let position = try position(parameters, in: file)
        let index = SpecIndex(workspace.spec(of: file))
        guard let document = index.document(at: file.path), let part = document.part(at: position),
            let text = HoverText(index: index, document: document).text(of: part)
        else { return .null }
        return .object([
            ("contents", .object([("kind", .string("markdown")), ("value", .string(text))])),
            ("range", part.node.span.json),
        ])
    }
}

/// What a hover says, in Markdown.
struct HoverText {
    let index: SpecIndex
    let document: SpecIndex.Document

    /// How much of a declaration is shown.
    private static let mostLines = 24

    func text(of part: SpecOutline.Part) -> String? {
        switch part.role {
        case .reference(let target):
            guard let use = SpecIndex.use(part) else { return nil }
            if let declaration = index.declaration(of: use) { return text(of: declaration) }
            return Self.builtIn(use.name, target) ?? keyText(of: part)
        case .name(let kind, let value):
            if let declaration = SpecIndex.declaration(part) { return text(of: declaration) }
            return Self.title(kind.title, part.node.text ?? "", doc: Self.doc(of: value))
        case .key, .value, .type: return keyText(of: part)
        case .keys, .names: return nil
        }
    }

    private func keyText(of part: SpecOutline.Part) -> String? {
        guard let (key, place) = document.key(of: part) else { return nil }
        return Self.title("key of \(place?.title ?? "the spec")", key.name, doc: key.explanation)
    }

    /// A declaration as it is written, with what it says about itself.
    private func text(of declaration: SpecIndex.Declaration) -> String {
        Self.title(declaration.kind.title, declaration.name, doc: Self.doc(of: declaration.value)) + "\n\n"
            + Self.source(of: declaration)
    }

    private static func title(_ kind: String, _ name: String, doc: String?) -> String {
        "`\(name)`: \(kind)" + (doc.map { "\n\n" + $0 } ?? "")
    }

    private static func doc(of value: Node) -> String? { (value["$doc"] ?? value["doc"])?.text }

    private static func builtIn(_ name: String, _ target: SpecTarget) -> String? {
        if let type = ScalarType(rawValue: name), target == .type {
            return title("built-in type", name, doc: type.explanation)
        }
        if name == "Problem", target == .type {
            return title("built-in type", name, doc: "The problem document of RFC 9457.")
        }
        return nil
    }

    private static func source(of declaration: SpecIndex.Declaration) -> String {
        let file = declaration.span.file
        let first = declaration.span.start.line
        let last = max(first, declaration.value.span.end.line)
        let indent = (file.line(first) ?? "").prefix { $0 == " " }.count
        var lines = (first...min(last, first + mostLines - 1)).map { number in
            let line = file.line(number) ?? ""
            return String(line.dropFirst(min(indent, line.prefix { $0 == " " }.count)))
        }
        if last >= first + mostLines { lines.append("…") }
        return "```yaml\n" + lines.joined(separator: "\n") + "\n```"
    }
}
