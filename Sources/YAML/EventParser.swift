import CLibYAML
import GatewayDiagnostics

/// libyaml's event parser behind Swift values; nothing else in the project calls libyaml.
struct EventParser: ~Copyable {
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let event: UnsafeMutablePointer<yaml_event_t>
    /// The text's end; libyaml's marks of what is missing there lie on a line that does not exist.
    private let end: SourcePosition

    /// Starts parsing; `nil` if there is no memory. `input` must be checked UTF-8 without a byte-order mark and stay valid as long
    /// as the parser lives.
    init?(_ input: UnsafeBufferPointer<UInt8>, endingAt end: SourcePosition) {
        self.parser = .allocate(capacity: 1)
        self.event = .allocate(capacity: 1)
        self.end = end
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            event.deallocate()
            return nil
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, input.baseAddress, input.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        event.deallocate()
    }

    /// The next event; after `.streamEnd` or a failure there is no sense in asking again.
    func next() throws(SyntaxFailure) -> Event {
        guard yaml_parser_parse(parser, event) == 1 else { throw failure() }
        defer { yaml_event_delete(event) }
        let raw = event.pointee
        let kind: Event.Kind
        switch raw.type {
        case YAML_STREAM_END_EVENT: kind = .streamEnd
        case YAML_DOCUMENT_START_EVENT: kind = .documentStart
        case YAML_ALIAS_EVENT: kind = .alias(Self.text(raw.data.alias.anchor) ?? "")
        case YAML_SCALAR_EVENT:
            let scalar = raw.data.scalar
            let text = String(
                decoding: UnsafeBufferPointer(start: UnsafePointer(scalar.value), count: scalar.length), as: UTF8.self)
            kind = .scalar(text, Self.style(scalar.style), Self.properties(scalar.anchor, scalar.tag))
        case YAML_SEQUENCE_START_EVENT:
            let start = raw.data.sequence_start
            kind = .collectionStart(
                isMapping: false, isFlow: start.style == YAML_FLOW_SEQUENCE_STYLE,
                Self.properties(start.anchor, start.tag))
        case YAML_MAPPING_START_EVENT:
            let start = raw.data.mapping_start
            kind = .collectionStart(
                isMapping: true, isFlow: start.style == YAML_FLOW_MAPPING_STYLE,
                Self.properties(start.anchor, start.tag))
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .collectionEnd
        default: kind = .other
        }
        return Event(kind: kind, start: position(raw.start_mark), end: position(raw.end_mark))
    }

    private func failure() -> SyntaxFailure {
        let state = parser.pointee
        return SyntaxFailure(
            problem: state.problem.map { String(cString: $0) } ?? "out of memory",
            place: position(state.problem_mark),
            context: state.context.map { String(cString: $0) } ?? "",
            contextPlace: state.context == nil ? nil : position(state.context_mark))
    }

    private func position(_ mark: yaml_mark_t) -> SourcePosition {
        min(SourcePosition(line: Int(clamping: mark.line) &+ 1, column: Int(clamping: mark.column) &+ 1), end)
    }

    private static func text(_ pointer: UnsafePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private static func properties(
        _ anchor: UnsafePointer<yaml_char_t>?, _ tag: UnsafePointer<yaml_char_t>?
    ) -> Event.Properties? {
        anchor == nil && tag == nil ? nil : Event.Properties(anchor: text(anchor), tag: text(tag))
    }

    private static func style(_ style: yaml_scalar_style_t) -> Scalar.Style {
        switch style {
        case YAML_SINGLE_QUOTED_SCALAR_STYLE: .single
        case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .double
        case YAML_LITERAL_SCALAR_STYLE: .literal
        case YAML_FOLDED_SCALAR_STYLE: .folded
        default: .plain
        }
    }
}

/// A step of a document, as the parser sees it.
struct Event: Sendable {
    let kind: Kind
    let start: SourcePosition
    let end: SourcePosition

    /// Whether nothing follows.
    var isLast: Bool {
        if case .streamEnd = kind { true } else { false }
    }

    enum Kind: Sendable {
        case documentStart
        case scalar(String, Scalar.Style, Properties?)
        case alias(String)
        case collectionStart(isMapping: Bool, isFlow: Bool, Properties?)
        case collectionEnd
        case streamEnd
        /// What the tree needs not: the stream's start, a document's end.
        case other
    }

    /// What may stand before a node.
    struct Properties: Sendable {
        let anchor: String?
        let tag: String?
    }
}

/// Why libyaml gave up, in its words.
struct SyntaxFailure: Error {
    let problem: String
    let place: SourcePosition
    let context: String
    let contextPlace: SourcePosition?
}
