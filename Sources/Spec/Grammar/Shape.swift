/// What may stand in a place of the spec. The tables are made of shapes; checks, JSON Schema and docs come from them.
indirect enum Shape: Sendable {
    /// A plain value.
    case scalar(ScalarShape)
    /// A list.
    case list(Shape)
    /// One, or a list of them.
    case oneOrList(Shape)
    /// A mapping with the keys of a place.
    case keys(Place)
    /// A mapping with names of the spec's own.
    case names(NameShape, what: String, Shape)
    /// A type: `T`, `[T]`, `{string: T}`, or the long form with the keys of the place.
    case type(long: Place)
    /// An object type: `$` keys and fields.
    case objectType
    /// Any value.
    case literal
    /// Text with placeholders.
    case template
    /// A value with templates in it.
    case message
    /// A relay rule, one for each tag of a union, or `none`.
    case relay
    /// The first that fits a value's kind (scalar, list or mapping).
    case either([Shape])

    /// What messages call it.
    var expected: String {
        switch self {
        case .scalar(let scalar): scalar.expected
        case .list: "a list"
        case .oneOrList(let item): "\(item.expected), or a list of them"
        case .keys(let place): "a mapping, such as \(place.example)"
        case .names(_, let what, _): "a mapping with a key for each \(what)"
        case .type: "a type, such as `string`, `[Message]` or `{ type: string, length: 1..32 }`"
        case .objectType: "the fields of an object"
        case .literal: "a value"
        case .template: "text in quotes, such as `\"{user}\"`"
        case .message: "a message: fields with their values"
        case .relay: "a rule such as `{ to: room }`, a rule for each tag, or `none`"
        case .either(let shapes): shapes.map(\.expected).joined(separator: ", or ")
        }
    }

    /// What the key table of the docs calls it.
    var title: String {
        switch self {
        case .scalar(let scalar): scalar.name
        case .list(let item): "list of \(item.title)"
        case .oneOrList(let item): "\(item.title), or a list"
        case .keys(let place): "mapping: \(place.title)"
        case .names(_, let what, let value): "\(what) → \(value.title)"
        case .type: "type"
        case .objectType: "fields"
        case .literal: "any value"
        case .template: "text with placeholders"
        case .message: "message"
        case .relay: "a relay rule, one for each tag, or `none`"
        case .either(let shapes): shapes.map(\.title).joined(separator: ", or ")
        }
    }
}
