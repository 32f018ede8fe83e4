public import GatewayDiagnostics

/// A type where it is used: what it is, what it must satisfy, and whether it may be missing. It never changes, and is shared.
public final class TypeUse: Sendable {
    /// What the type is.
    public let kind: Kind
    /// What a value must satisfy, as written here; an alias adds its own (see `ServiceSpec.resolve`).
    public let constraints: Constraints
    /// Whether the value may be absent (`T?` or `optional: true`).
    public let isOptional: Bool
    /// Whether null is told apart from absent (`nullable: true`).
    public let isNullable: Bool
    /// Where the type is written.
    public let span: SourceSpan

    /// What a type can be.
    public enum Kind: Sendable {
        /// A built-in type.
        case scalar(ScalarType)
        /// A declaration of the spec.
        case named(String)
        /// A JSON array.
        case list(TypeUse)
        /// A JSON object with any keys.
        case map(TypeUse)
    }

    /// Uses a type.
    public init(
        _ kind: Kind, constraints: Constraints = Constraints(), isOptional: Bool = false, isNullable: Bool = false,
        span: SourceSpan
    ) {
        self.kind = kind
        self.constraints = constraints
        self.isOptional = isOptional
        self.isNullable = isNullable
        self.span = span
    }

    /// The same type where a value must be there.
    public var required: TypeUse {
        isOptional ? TypeUse(kind, constraints: constraints, isNullable: isNullable, span: span) : self
    }
}

/// The built-in types.
public enum ScalarType: String, CaseIterable, Sendable {
    /// Text, and true or false.
    case string, bool
    /// Whole numbers with a sign.
    case int, int8, int16, int32, int64
    /// Whole numbers from zero.
    case uint, uint8, uint16, uint32, uint64
    /// Binary fractions.
    case float, double
    /// An exact decimal fraction; a string in JSON.
    case decimal
    /// A UUID, and an absolute URL.
    case uuid, url
    /// A moment (RFC 3339), a day (`YYYY-MM-DD`), and a span of time (ISO 8601).
    case timestamp, date, duration
    /// Bytes; base64 in JSON.
    case bytes
    /// Any JSON.
    case json
    /// An uploaded file; in `form` alone.
    case file

    /// Whether it is a whole number.
    public var isInteger: Bool {
        switch self {
        case .int, .int8, .int16, .int32, .int64, .uint, .uint8, .uint16, .uint32, .uint64: true
        default: false
        }
    }

    /// Whether `range` applies to it.
    public var isNumber: Bool { isInteger || self == .float || self == .double || self == .decimal }
}
