package import GatewayDiagnostics

/// A value as it is written: where `Node` follows aliases and forgets anchors, this keeps them. For tools that write documents anew.
package final class SyntaxNode: Sendable {
    /// What is written.
    package let content: Content
    /// Its anchor's name, if it bears one.
    package let anchor: String?
    /// Its tag as documents write it, such as `!!str`, if it bears one.
    package let tag: String?
    /// Where it begins, behind anchor and tag.
    package let start: SourcePosition
    /// The place behind it; of a block scalar, the start of the line after its last and the blank lines behind that.
    package let end: SourcePosition
    /// Whether a list or mapping is written with brackets or braces.
    package let isFlow: Bool

    init(
        _ content: Content, _ properties: Event.Properties? = nil, from start: SourcePosition, to end: SourcePosition,
        isFlow: Bool = false
    ) {
        self.content = content
        anchor = properties?.anchor
        tag = properties?.tag.map(CoreTag.shortName)
        self.start = start
        self.end = end
        self.isFlow = isFlow
    }

    /// What is written.
    package enum Content: Sendable {
        /// Text.
        case scalar(Scalar)
        /// `*name`
        case alias(String)
        /// A list.
        case sequence([SyntaxNode])
        /// Keys with values.
        case mapping([Entry])
    }

    /// A key with its value.
    package struct Entry: Sendable {
        /// The key.
        package let key: SyntaxNode
        /// The value.
        package let value: SyntaxNode
    }
}

extension SyntaxNode {
    /// Reads a document that `YAMLReader` found nothing wrong with, which has bounded its depth and size; nil for any other.
    package static func read(_ file: SourceFile) -> SyntaxNode? {
        var builder = SyntaxBuilder(file: file)
        do {
            try EventFeed.parse(file) { event in
                builder.take(event)
                return true
            }
        } catch {
            return nil
        }
        let empty = SyntaxNode(.scalar(Scalar("")), from: .start, to: .start)
        return builder.isOpen ? nil : builder.root ?? empty
    }
}

/// Puts a document's events together.
private struct SyntaxBuilder {
    let file: SourceFile
    private(set) var root: SyntaxNode?
    private var open: [Open] = []

    fileprivate struct Open {
        let isMapping: Bool
        let isFlow: Bool
        let start: SourcePosition
        let properties: Event.Properties?
        var nodes: [SyntaxNode] = []
    }

    init(file: SourceFile) { self.file = file }

    var isOpen: Bool { !open.isEmpty }

    mutating func take(_ event: Event) {
        switch event.kind {
        case .documentStart, .streamEnd, .other: break
        case .scalar(let text, let style, let properties):
            // Nothing begins nowhere.
            let isEmpty = style == .plain && text.isEmpty
            let start = isEmpty ? event.end : min(content(event.start, properties), event.end)
            let scalar = Scalar(
                text, style: style, isTaggedString: properties?.tag.map(CoreTag.init)?.makesString ?? false)
            add(SyntaxNode(.scalar(scalar), properties, from: start, to: event.end))
        case .alias(let name): add(SyntaxNode(.alias(name), from: event.start, to: event.end))
        case .collectionStart(let isMapping, let isFlow, let properties):
            open.append(
                Open(
                    isMapping: isMapping, isFlow: isFlow, start: content(event.start, properties),
                    properties: properties))
        case .collectionEnd:
            guard let last = open.popLast() else { return }
            add(last.node(endingAt: event.end))
        }
    }

    /// Where a node itself begins: behind its properties, and the comments and line breaks between.
    private func content(_ start: SourcePosition, _ properties: Event.Properties?) -> SourcePosition {
        guard properties != nil else { return start }
        var (line, column) = (start.line, start.column - 1)
        while let text = file.line(line) {
            let scalars = Array(text.unicodeScalars)
            while column < scalars.count, scalars[column] != "#" {
                switch scalars[column] {
                case " ", "\t": column += 1
                case "&", "!": column = scalars[column...].firstIndex { $0 == " " || $0 == "\t" } ?? scalars.count
                default: return SourcePosition(line: line, column: column + 1)
                }
            }
            (line, column) = (line + 1, 0)
        }
        return start
    }

    private mutating func add(_ node: SyntaxNode) {
        guard let last = open.indices.last else { return root = node }
        open[last].nodes.append(node)
    }
}

extension SyntaxBuilder.Open {
    fileprivate func node(endingAt end: SourcePosition) -> SyntaxNode {
        let end = isFlow ? end : nodes.last?.end ?? end
        guard isMapping else { return SyntaxNode(.sequence(nodes), properties, from: start, to: end, isFlow: isFlow) }
        let entries = stride(from: 0, to: nodes.count - 1, by: 2).map {
            SyntaxNode.Entry(key: nodes[$0], value: nodes[$0 + 1])
        }
        return SyntaxNode(.mapping(entries), properties, from: start, to: end, isFlow: isFlow)
    }
}
