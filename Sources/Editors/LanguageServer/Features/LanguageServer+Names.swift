import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

/// Where names lead, and what bears them.
extension LanguageServer {
    mutating func definition(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        let position = try position(parameters, in: file)
        let index = SpecIndex(workspace.spec(of: file))
        guard let part = index.document(at: file.path)?.part(at: position) else { return .null }
        if case .reference(.file) = part.role, let text = part.node.text {
            let path = SpecFiles.path(ofImport: text, in: file)
            return workspace.file(at: path).map { location($0.span(.start, .start)) } ?? .null
        }
        return Self.declaration(part, index).map { location($0.span) } ?? .null
    }

    mutating func references(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        let position = try position(parameters, in: file)
        let index = SpecIndex(workspace.spec(of: file))
        guard let part = index.document(at: file.path)?.part(at: position),
            let declaration = Self.declaration(part, index)
        else { return .null }
        let isIncluded = parameters["context"]?["includeDeclaration"]?.bool == true
        let spans = (isIncluded ? [declaration.span] : []) + index.uses(of: declaration).map(\.span)
        return .array(spans.map(location))
    }

    mutating func prepareRename(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        let position = try position(parameters, in: file)
        let index = SpecIndex(workspace.spec(of: file))
        guard let part = index.document(at: file.path)?.part(at: position),
            let declaration = Self.declaration(part, index)
        else { return .null }
        let span = SpecIndex.use(part)?.span ?? declaration.span
        return .object([("range", span.json), ("placeholder", .string(declaration.name))])
    }

    /// Renames something declared in every spec that the document belongs to.
    mutating func rename(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        let position = try position(parameters, in: file)
        guard let name = parameters["newName"]?.string else { throw .parameters }
        var edits: [String: [SourceSpan]] = [:]
        for spec in workspace.specs(of: file) {
            let index = SpecIndex(spec)
            guard let part = index.document(at: file.path)?.part(at: position),
                let declaration = Self.declaration(part, index)
            else { throw .refused("there is nothing here that can be renamed") }
            if let complaint = declaration.kind.complaint(aboutName: name) { throw .refused(complaint) }
            let isTaken = index.declarations.contains { other in
                other.name == name && (other.kind == declaration.kind || other.kind.isType && declaration.kind.isType)
            }
            guard !isTaken || name == declaration.name else { throw .refused("'\(name)' is declared already") }
            for span in [declaration.span] + index.uses(of: declaration).map(\.span) {
                let path = SpecFiles.normalized(span.file.path)
                if !edits[path, default: []].contains(span) { edits[path, default: []].append(span) }
            }
        }
        let changes = edits.sorted { $0.key < $1.key }.map { path, spans in
            let texts = spans.map { JSONText.object([("range", $0.json), ("newText", .string(name))]) }
            return (uri(path), JSONText.array(texts))
        }
        return .object([("changes", .object(changes))])
    }

    /// What a part declares or refers to.
    private static func declaration(_ part: SpecOutline.Part, _ index: SpecIndex) -> SpecIndex.Declaration? {
        SpecIndex.declaration(part) ?? SpecIndex.use(part).flatMap(index.declaration)
    }
}
