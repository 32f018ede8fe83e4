import FoundationEssentials

/// A value with placeholders in it: what a hub sends, as a spec says it.
public indirect enum ValueTemplate: Sendable {
    /// The value as it is.
    case literal(JSONValue)
    /// A placeholder that stands alone and keeps its type.
    case placeholder(Placeholder)
    /// Text around placeholders; always a string.
    case text([TextPart])
    /// A list.
    case list([ValueTemplate])
    /// An object; the fields in the order in which they are written.
    case object([(name: String, value: ValueTemplate)])

    /// The pieces of what is nothing but text; nil for what is more.
    var textParts: [TextPart]? {
        switch self {
        case .text(let parts): parts
        case .placeholder(let placeholder): [.placeholder(placeholder)]
        case .literal(.string(let text)): [.text(text)]
        default: nil
        }
    }

    /// A piece of text with placeholders.
    public enum TextPart: Sendable {
        /// Text that stays as it is.
        case text(String)
        /// Something to be filled in.
        case placeholder(Placeholder)
    }

    /// Something to be filled in.
    public enum Placeholder: Sendable {
        /// `{in.field}`: a part of the received message, and the type that says how it is written; no path is all of it.
        case received([String], TypeSchema)
        /// `{user}`: who the client is.
        case user
        /// `{room}`: the room's name.
        case room
        /// `{room.users}`: who is in the room, as a list.
        case roomUsers
        /// `{query.name}`: a parameter of the client's request, as it was sent and checked.
        case parameter(String)
        /// `{now}`: the moment.
        case now
        /// `{sequence}`: counts up in the room.
        case sequence
    }
}

/// Fills templates of a route's parameters: who a client is, and where it goes.
public struct TemplateText: Sendable {
    private let parameters: [String: JSONValue]

    /// Fills with these parameters, by source and name (`query.name`).
    public init(parameters: [String: JSONValue]) { self.parameters = parameters }

    /// The text of a template; a parameter that is absent is empty.
    public func fill(_ parts: [ValueTemplate.TextPart]) -> String {
        TemplateScope(parameters: parameters, types: TypeTable()).text(parts)
    }
}

/// What a template is filled with.
struct TemplateScope {
    var received: JSONValue = .null
    var user = ""
    var room = ""
    var roomUsers: () -> [String] = { [] }
    var parameters: [String: JSONValue] = [:]
    var sequence: () -> Int64 = { 0 }
    let types: TypeTable

    func write(_ template: ValueTemplate, to json: inout JSONWriter) {
        switch template {
        case .literal(let value): value.encode(to: &json)
        case .placeholder(let placeholder): write(placeholder, to: &json)
        case .text(let parts): json.string(text(parts))
        case .list(let elements):
            json.beginArray()
            for element in elements { write(element, to: &json) }
            json.endArray()
        case .object(let fields):
            json.beginObject()
            writeFields(fields, to: &json)
            json.endObject()
        }
    }

    /// Writes fields; one whose placeholder has no value is left out.
    func writeFields(_ fields: [(name: String, value: ValueTemplate)], to json: inout JSONWriter) {
        for field in fields {
            if case .placeholder(let placeholder) = field.value, isAbsent(placeholder) { continue }
            json.key(field.name)
            write(field.value, to: &json)
        }
    }

    private func isAbsent(_ placeholder: ValueTemplate.Placeholder) -> Bool {
        switch placeholder {
        case .received(let path, _): value(at: path) == nil
        case .parameter(let name): parameters[name] == nil
        default: false
        }
    }

    private func value(at path: [String]) -> JSONValue? {
        path.reduce(Optional(received)) { $0?[$1] }
    }

    private func write(_ placeholder: ValueTemplate.Placeholder, to json: inout JSONWriter) {
        switch placeholder {
        case .received(let path, let type): types.write(value(at: path) ?? .null, as: type, to: &json)
        case .user: json.string(user)
        case .room: json.string(room)
        case .roomUsers: roomUsers().encode(to: &json)
        case .parameter(let name): (parameters[name] ?? .null).encode(to: &json)
        case .now: Date.now.encode(to: &json)
        case .sequence: json.integer(sequence())
        }
    }

    /// The text of a template; what is no string is written as JSON writes it, without quotes.
    func text(_ parts: [ValueTemplate.TextPart]) -> String {
        parts.map { part in
            switch part {
            case .text(let text): return text
            case .placeholder(.user): return user
            case .placeholder(.room): return room
            case .placeholder(.parameter(let name)): return Self.plain(parameters[name])
            case .placeholder(.received(let path, _)): return Self.plain(value(at: path))
            case .placeholder(let placeholder):
                var json = JSONWriter()
                write(placeholder, to: &json)
                let text = String(decoding: json.bytes, as: UTF8.self)
                return text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
            }
        }.joined()
    }

    private static func plain(_ value: JSONValue?) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): text
        case .some(let value): String(decoding: JSONWriter.encode(value), as: UTF8.self)
        }
    }
}
