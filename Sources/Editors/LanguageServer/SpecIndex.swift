import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

/// What a spec's files declare and refer to, and what stands where in them.
struct SpecIndex {
    /// The files with what each part of them is.
    let documents: [Document]
    /// Everything with a name that other parts can refer to.
    private(set) var declarations: [Declaration] = []
    /// Everywhere that something is referred to.
    private(set) var uses: [Use] = []

    struct Document {
        let file: SourceFile
        let root: Node
        let parts: [SpecOutline.Part]
    }

    struct Declaration {
        let kind: SpecName
        let name: String
        /// Where its name stands, without quotes.
        let span: SourceSpan
        /// What it stands for; the name itself where that is all.
        let value: Node
    }

    struct Use {
        let target: SpecTarget
        let name: String
        /// Where the name stands, without quotes and `?`.
        let span: SourceSpan
    }

    init(_ spec: SpecFiles) {
        documents = spec.documents.map { Document(file: $0.file, root: $0.root, parts: $0.outline.parts) }
        for part in documents.flatMap(\.parts) {
            if let declaration = Self.declaration(part) { declarations.append(declaration) }
            if let use = Self.use(part) { uses.append(use) }
        }
    }

    static func declaration(_ part: SpecOutline.Part) -> Declaration? {
        guard case .name(let kind, let value) = part.role, let name = part.node.text else { return nil }
        guard kind.isType || [.hub, .upstream, .auth, .middleware].contains(kind) else { return nil }
        return Declaration(kind: kind, name: name, span: part.node.textSpan(of: name), value: value)
    }

    static func use(_ part: SpecOutline.Part) -> Use? {
        guard case .reference(let target) = part.role, let text = part.node.text else { return nil }
        let name = target == .type && text.hasSuffix("?") ? String(text.dropLast()) : text
        return Use(target: target, name: name, span: part.node.textSpan(of: name))
    }

    /// What a name refers to; nothing for built-in types and for what is declared nowhere.
    func declaration(of use: Use) -> Declaration? {
        declarations.first { use.target.accepts($0.kind) && $0.name == use.name }
    }

    /// Everywhere that something declared is referred to.
    func uses(of declaration: Declaration) -> [Use] {
        uses.filter { $0.target.accepts(declaration.kind) && $0.name == declaration.name }
    }

    /// The document of a path.
    func document(at path: String) -> Document? {
        documents.first { SpecFiles.normalized($0.file.path) == path }
    }
}

extension SpecIndex.Document {
    /// The innermost key, name or plain value at a place.
    func part(at position: SourcePosition) -> SpecOutline.Part? {
        parts.last { $0.node.scalar != nil && $0.node.span.touches(position) }
    }

    /// The key of the language that a part is the value of, or is itself, and the mapping that it stands in.
    func key(of part: SpecOutline.Part) -> (key: SpecKey, place: SpecPlace?)? {
        var next: SpecOutline.Part? = part
        while let current = next {
            let parent = current.parent.map { parts[$0] }
            if case .key(let key, _) = current.role {
                if case .keys(let place)? = parent?.role { return (key, place) }
                return (key, nil)
            }
            // A name of the spec's own is no value of the key around it.
            if case .name = current.role { return nil }
            next = parent
        }
        return nil
    }
}

extension Node {
    /// Where the beginning of a scalar's text stands, without its quotes.
    func textSpan(of text: String) -> SourceSpan { span(from: 0, count: text.unicodeScalars.count) }
}
