import GatewayDiagnostics

/// How much a node and all below it amount to.
struct Size {
    /// Nodes, itself included, those behind aliases each time.
    var nodes: Int
    /// Lists and mappings on the longest way down, itself included.
    var depth: Int

    /// A scalar's.
    static let scalar = Size(nodes: 1, depth: 0)
}

/// A list or mapping whose end is still to come.
struct OpenCollection {
    let isMapping: Bool
    let isFlow: Bool
    let start: SourcePosition
    let properties: Event.Properties?
    /// What it amounts to so far.
    private(set) var size = Size(nodes: 1, depth: 1)
    private var items: [Node] = []
    private var entries: [Node.Entry] = []
    private var key = PendingKey.none
    /// Where each key's entry is, once there are so many that a search takes long.
    private var index: [String: Int] = [:]
    /// Where its last part ends.
    private var lastEnd: SourcePosition?

    /// How many keys are searched one by one.
    private static let searchable = 12

    /// Whether the next node of a mapping is a key, or the value of one.
    private enum PendingKey {
        case none
        case accepted(Node)
        case refused
    }

    /// Why a node can't be a key.
    enum Refusal {
        case duplicate(name: String, first: Node)
        case merge
        case empty
        case notScalar
    }

    init(isMapping: Bool, isFlow: Bool, start: SourcePosition, properties: Event.Properties?) {
        self.isMapping = isMapping
        self.isFlow = isFlow
        self.start = start
        self.properties = properties
    }

    /// Takes the next node; a key that is refused is left out, and so is the value that follows it.
    mutating func append(_ node: Node, _ size: Size, endingAt end: SourcePosition) -> Refusal? {
        self.size.nodes += size.nodes
        self.size.depth = max(self.size.depth, size.depth + 1)
        lastEnd = end
        guard isMapping else {
            items.append(node)
            return nil
        }
        switch key {
        case .none:
            let refusal = refusal(ofKey: node)
            key = refusal == nil ? .accepted(node) : .refused
            return refusal
        case .accepted(let name):
            if let text = name.text { remember(text) }
            entries.append(Node.Entry(key: name, value: node))
        case .refused: break
        }
        key = .none
        return nil
    }

    /// The finished node. A block's end mark lies where the next thing begins, so there the last part's end counts.
    func close(at end: SourcePosition, in file: SourceFile) -> Node {
        Node(
            isMapping ? .mapping(entries) : .sequence(items),
            span: file.span(start, isFlow ? end : lastEnd ?? end), tag: properties?.tag, isFlow: isFlow)
    }

    private func refusal(ofKey node: Node) -> Refusal? {
        guard let scalar = node.scalar else { return .notScalar }
        if !scalar.isQuoted {
            if scalar.text.isEmpty { return .empty }
            if scalar.text == "<<" { return .merge }
        }
        guard let first = entry(named: scalar.text) else { return nil }
        return .duplicate(name: scalar.text, first: first.key)
    }

    private func entry(named name: String) -> Node.Entry? {
        if entries.count <= Self.searchable { return entries.first { $0.key.text == name } }
        return index[name].map { entries[$0] }
    }

    /// Notes where the entry of this name is about to go.
    private mutating func remember(_ name: String) {
        if entries.count == Self.searchable {
            for (position, entry) in entries.enumerated() { index[entry.name] = position }
        }
        if entries.count >= Self.searchable { index[name] = entries.count }
    }
}
