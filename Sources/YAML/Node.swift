public import GatewayDiagnostics

/// A value of a document, with the place it came from.
///
/// A node behind an alias is the anchor's own node, so its span is the anchor's.
public final class Node: Sendable {
    /// What the node holds.
    public let value: Value
    /// From its first character to the place after its last, without anchor and tag; empty for a value left out.
    public let span: SourceSpan
    /// Its tag as the document means it, such as `tag:yaml.org,2002:str`; `nil` if it bears none.
    public let tag: String?
    /// Whether a list or mapping is written with brackets or braces.
    public let isFlow: Bool

    /// Makes a node.
    public init(_ value: Value, span: SourceSpan, tag: String? = nil, isFlow: Bool = false) {
        self.value = value
        self.span = span
        self.tag = tag
        self.isFlow = isFlow
    }

    /// What a node holds.
    public enum Value: Sendable {
        /// Text.
        case scalar(Scalar)
        /// A list.
        case sequence([Node])
        /// Keys with values, in the document's order; every key is a scalar and occurs once.
        case mapping([Entry])
    }

    /// A key with its value.
    public struct Entry: Sendable {
        /// The key, always a scalar.
        public let key: Node
        /// The value.
        public let value: Node

        /// Makes an entry.
        public init(key: Node, value: Node) {
            self.key = key
            self.value = value
        }

        /// The key's text.
        public var name: String { key.text ?? "" }
    }
}

extension Node {
    /// The scalar, if it is one.
    public var scalar: Scalar? {
        if case .scalar(let scalar) = value { scalar } else { nil }
    }

    /// The items, if it is a list.
    public var sequence: [Node]? {
        if case .sequence(let items) = value { items } else { nil }
    }

    /// The entries, if it is a mapping.
    public var mapping: [Entry]? {
        if case .mapping(let entries) = value { entries } else { nil }
    }

    /// A scalar's text, whatever it resolves to.
    public var text: String? { scalar?.text }

    /// A scalar's text if it is a string: quoted, or plain and neither null, Boolean nor number.
    public var string: String? {
        guard let scalar, case .string = scalar.resolved else { return nil }
        return scalar.text
    }

    /// A Boolean scalar's value.
    public var bool: Bool? {
        if case .bool(let value) = scalar?.resolved { value } else { nil }
    }

    /// An integer scalar's value, if it fits.
    public var int: Int64? {
        if case .int(let value) = scalar?.resolved { value } else { nil }
    }

    /// Whether it is `null`, `~` or nothing at all.
    public var isNull: Bool {
        if case .null = scalar?.resolved { true } else { false }
    }

    /// The entry of a mapping with a key of this text; looks through all of them, so walk `mapping` where there are many.
    public func entry(named name: String) -> Entry? {
        mapping?.first { $0.key.text == name }
    }

    /// The value of a mapping's key, or `nil`.
    public subscript(name: String) -> Node? { entry(named: name)?.value }

    /// What it is, for messages: `a mapping`, `a list`, `a string`, `an integer`, `a number`, `a Boolean`, `nothing`.
    public var kindName: String {
        switch value {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): scalar.resolved.kindName
        }
    }

    /// The place of a part of a scalar's text, both counted in Unicode scalars; the whole node's span if the document writes the
    /// text in another way than it reads (escapes, folding, several lines).
    public func span(from offset: Int, count: Int) -> SourceSpan {
        guard let first = verbatimStart, offset >= 0, count >= 0 else { return span }
        // What stands before the text stands behind it, too: a quote or nothing.
        let length = span.end.column - first.column - (first.column - span.start.column)
        guard offset <= length, count <= length - offset else { return span }
        let start = first.advanced(by: offset)
        return SourceSpan(file: span.file, start: start, end: start.advanced(by: count))
    }

    /// Where the first character of a scalar's text stands, if the document writes the text as it reads.
    public var verbatimStart: SourcePosition? {
        guard let scalar, span.start.line == span.end.line, scalar.style != .literal, scalar.style != .folded else {
            return nil
        }
        let quote = scalar.style == .plain ? 0 : 1
        let width = span.end.column - span.start.column
        return width == scalar.text.unicodeScalars.count + 2 * quote ? span.start.advanced(by: quote) : nil
    }
}
