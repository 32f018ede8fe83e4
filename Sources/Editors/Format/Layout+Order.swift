import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

extension Layout {
    /// Puts the keys of the language in their order, and notes where `T?` stands for a type that may be absent.
    mutating func sortKeys(_ outline: SpecOutline) {
        var orders: [SourcePosition: [String]] = [:]
        var optional: Set<SourcePosition> = []
        for part in outline.parts {
            switch part.role {
            case .keys(let place): orders[part.node.span.start] = place.order
            case .type(true): optional.insert(part.node.span.start)
            default: break
            }
        }
        for index in items.indices where items[index].key != nil {
            items[index].isOptionalType = optional.contains(items[index].value.start)
        }
        for index in groups.indices where groups[index].isMapping {
            if let order = orders[groups[index].node.start] { sort(index, order) }
        }
    }

    private mutating func sort(_ group: Int, _ order: [String]) {
        let ranks = Dictionary(order.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let old = groups[group].items
        let ranked = old.enumerated().map { position, item in
            (rank: ranks[items[item].key?.text ?? ""] ?? order.count, position: position, item: item)
        }
        let new = ranked.sorted { ($0.rank, $0.position) < ($1.rank, $1.position) }.map(\.item)
        groups[group].items = new
        // What stands at the head of a file is about the file.
        guard group == 0, let first = old.first, let head = new.first, first != head else { return }
        items[head].leading = items[first].leading + items[head].leading
        items[head].isSpaced = items[first].isSpaced
        items[first].leading = []
        items[first].isSpaced = false
    }
}

extension SyntaxNode {
    /// A scalar's text.
    var text: String? {
        if case .scalar(let scalar) = content { scalar.text } else { nil }
    }
}
