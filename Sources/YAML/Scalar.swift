/// A scalar's text and how it is written.
public struct Scalar: Hashable, Sendable {
    /// The text after unquoting, unescaping and folding.
    public let text: String
    /// How it is written.
    public let style: Style
    /// Whether a tag (`!!str`, `!`) makes it a string though it is plain.
    private let isTaggedString: Bool

    /// Makes a scalar.
    public init(_ text: String, style: Style = .plain) {
        self.init(text, style: style, isTaggedString: false)
    }

    init(_ text: String, style: Style, isTaggedString: Bool) {
        self.text = text
        self.style = style
        self.isTaggedString = isTaggedString
    }

    /// Whether it can only be a string: quoted, a block scalar, or tagged so.
    public var isQuoted: Bool { style != .plain || isTaggedString }

    /// What it means under YAML 1.2's core schema; worked out at each call.
    public var resolved: Resolved {
        isQuoted ? .string(text) : CoreSchema.resolve(text)
    }

    /// How a scalar is written.
    public enum Style: Hashable, Sendable {
        /// Without quotes.
        case plain
        /// `'in single quotes'`
        case single
        /// `"in double quotes"`
        case double
        /// `|`: lines as they are.
        case literal
        /// `>`: lines folded into one.
        case folded
    }

    /// What a scalar means.
    public enum Resolved: Hashable, Sendable {
        /// `null`, `~` or nothing.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A whole number.
        case int(Int64)
        /// A whole number that 64 bits cannot hold, as it is written.
        case bigInt(String)
        /// A number with a fraction, an exponent, or one of `.inf` and `.nan`.
        case float(Double)
        /// Everything else.
        case string(String)

        /// What it is, for messages: `a string`, `an integer`, `a number`, `a Boolean` or `nothing`.
        public var kindName: String {
            switch self {
            case .null: "nothing"
            case .bool: "a Boolean"
            case .int, .bigInt: "an integer"
            case .float: "a number"
            case .string: "a string"
            }
        }
    }
}
