import GatewayDiagnostics
import GatewayYAML

/// Finds where a part of a plain value stands: the model keeps the place of the whole alone, since parts are asked for only when
/// something is wrong with them.
struct LiteralPlaces {
    private var files: [ObjectIdentifier: [Key: Node]] = [:]

    private struct Key: Hashable {
        let start: SourcePosition
        let end: SourcePosition

        init(_ span: SourceSpan) { (start, end) = (span.start, span.end) }
    }

    /// The place of what a way from the value at `span` leads to, or of as much of it as there is.
    mutating func span(of path: [LiteralFit.Problem.Step], in span: SourceSpan) -> SourceSpan {
        guard !path.isEmpty, var node = nodes(of: span.file)[Key(span)] else { return span }
        for step in path {
            switch step {
            case .item(let index):
                guard let items = node.sequence, items.indices.contains(index) else { return node.shortSpan }
                node = items[index]
            case .member(let name):
                guard let entry = node.mapping?.first(where: { $0.name == name }) else { return node.shortSpan }
                node = entry.value
            case .name(let name):
                return node.mapping?.first { $0.name == name }?.key.span ?? node.shortSpan
            }
        }
        return node.shortSpan
    }

    /// The file's nodes by their short spans, as the model keeps them, read once.
    private mutating func nodes(of file: SourceFile) -> [Key: Node] {
        if let known = files[ObjectIdentifier(file)] { return known }
        var diagnostics = DiagnosticSet()
        var nodes: [Key: Node] = [:]
        var pending = [YAMLReader.read(file, into: &diagnostics)].compactMap { $0 }
        var seen: Set<ObjectIdentifier> = []
        while let node = pending.popLast() {
            // Behind an alias stands the anchor's own node, which has been here.
            guard seen.insert(ObjectIdentifier(node)).inserted else { continue }
            // Of a list and its first item the list comes first.
            if nodes[Key(node.shortSpan)] == nil { nodes[Key(node.shortSpan)] = node }
            pending += node.sequence ?? []
            pending += (node.mapping ?? []).map(\.value)
        }
        files[ObjectIdentifier(file)] = nodes
        return nodes
    }
}
