public import GatewayDiagnostics

/// Text with placeholders, as in `"{in.text}"`.
public struct Template: Sendable {
    /// Text and placeholders in their order.
    public var parts: [Part]
    /// Where the template is written.
    public var span: SourceSpan

    /// A piece of a template.
    public enum Part: Sendable {
        /// Text that stays as it is.
        case text(String)
        /// Something to be filled in.
        case placeholder(Placeholder)
    }

    /// Makes a template.
    public init(parts: [Part], span: SourceSpan) {
        self.parts = parts
        self.span = span
    }

    /// The placeholder, if the template is that and nothing else; its type is then kept.
    public var lonePlaceholder: Placeholder? {
        if parts.count == 1, case .placeholder(let placeholder) = parts[0] { placeholder } else { nil }
    }

    /// The placeholders alone.
    public var placeholders: [Placeholder] {
        parts.compactMap { if case .placeholder(let placeholder) = $0 { placeholder } else { nil } }
    }
}

/// Something to be filled in when a template is used.
public struct Placeholder: Sendable {
    /// What stands there.
    public var kind: Kind
    /// Where it is written, braces and all.
    public var span: SourceSpan

    /// What can be filled in.
    public enum Kind: Hashable, Sendable {
        /// `{in.text}`: a field of the received message; `{in}` (no path) is the message itself.
        case received([String])
        /// `{user}`: who the client is.
        case user
        /// `{room}`: the room's name.
        case room
        /// `{room.users}`: who is in the room.
        case roomUsers
        /// `{path.x}`, `{query.x}`, `{header.x}`, `{cookie.x}`: a parameter of the route.
        case parameter(ParameterSource, String)
        /// `{auth.sub}`: a claim of the authenticated caller.
        case auth(String)
        /// `{now}`: the moment.
        case now
        /// `{sequence}`: counts up in each room.
        case sequence
    }

    /// Makes a placeholder.
    public init(kind: Kind, span: SourceSpan) {
        self.kind = kind
        self.span = span
    }
}

extension Placeholder.Kind: CustomStringConvertible {
    /// The placeholder as the spec writes it.
    public var description: String {
        switch self {
        case .received(let path): "{" + (["in"] + path).joined(separator: ".") + "}"
        case .user: "{user}"
        case .room: "{room}"
        case .roomUsers: "{room.users}"
        case .parameter(let source, let name): "{\(source.rawValue).\(name)}"
        case .auth(let claim): "{auth.\(claim)}"
        case .now: "{now}"
        case .sequence: "{sequence}"
        }
    }
}

/// A value with templates in it: what a hub sends.
public indirect enum TemplateValue: Sendable {
    /// A number, a boolean or null.
    case literal(Spanned<Literal>)
    /// Text, with or without placeholders.
    case template(Template)
    /// A list of values.
    case list([TemplateValue], span: SourceSpan)
    /// An object's fields.
    case object([Entry], span: SourceSpan)

    /// A field of an object.
    public struct Entry: Sendable {
        /// The field's name, as the type declares it.
        public var name: Spanned<String>
        /// What goes into it.
        public var value: TemplateValue

        /// Makes an entry.
        public init(name: Spanned<String>, value: TemplateValue) {
            self.name = name
            self.value = value
        }
    }

    /// Where the value is written.
    public var span: SourceSpan {
        switch self {
        case .literal(let literal): literal.span
        case .template(let template): template.span
        case .list(_, let span), .object(_, let span): span
        }
    }

    /// Every placeholder in it.
    public var placeholders: [Placeholder] {
        switch self {
        case .literal: []
        case .template(let template): template.placeholders
        case .list(let values, _): values.flatMap(\.placeholders)
        case .object(let entries, _): entries.flatMap(\.value.placeholders)
        }
    }
}

/// A message that a hub sends by itself.
public struct MessageTemplate: Sendable {
    /// The union's tag; nil where the hub sends an object or raw frames.
    public var tag: Spanned<String>?
    /// The message's fields (an object), or for raw hubs its text.
    public var value: TemplateValue

    /// Makes a message.
    public init(tag: Spanned<String>?, value: TemplateValue) {
        self.tag = tag
        self.value = value
    }
}
