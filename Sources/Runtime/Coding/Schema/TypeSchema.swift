/// A type of a spec as a plain value, for who reads and writes it without generated code: the gateway.
///
/// It says the same as the generated coders: what one accepts the other accepts, what one writes the other writes, and
/// violations have the same words.
public indirect enum TypeSchema: Sendable {
    /// Text.
    case string(StringRules)
    /// True or false.
    case bool
    /// A whole number.
    case integer(IntegerWidth, atLeast: Int64?, atMost: Int64?)
    /// A binary fraction; a single-precision one if `isSingle`.
    case number(NumberRules, isSingle: Bool)
    /// Text that stands for something else, and is written in one way only.
    case formatted(FormattedText)
    /// An absolute URL whose text keeps rules.
    case url(StringRules)
    /// A decimal number in a range.
    case decimal(DecimalRules)
    /// A number, or one of a few, that JSON has in quotes.
    case quoted(TypeSchema)
    /// One of a few values of a type.
    case choice(TypeSchema, of: [JSONValue])
    /// Base64 of so many bytes.
    case bytes(fewest: Int, most: Int)
    /// One of a few words.
    case word([String])
    /// An array.
    case list(TypeSchema, fewest: Int, most: Int)
    /// An object with any keys.
    case map(TypeSchema, fewest: Int, most: Int)
    /// An object with known fields.
    case object(ObjectSchema)
    /// One of several objects, told apart by a field.
    case union(tag: String, members: [(tag: String, type: TypeSchema)])
    /// A type of the table, by name: types may refer to themselves.
    case named(String)
    /// Anything.
    case any
}

/// How wide a whole number is.
public enum IntegerWidth: String, Sendable, CaseIterable {
    case int, int8, int16, int32, int64, uint, uint8, uint16, uint32, uint64
}

/// Values that JSON writes as text.
public enum FormattedText: String, Sendable, CaseIterable {
    case timestamp, date, duration, uuid, url, decimal
}

/// An object's fields, in the order in which they are written.
public struct ObjectSchema: Sendable {
    /// The fields.
    public var fields: [Field]

    /// One field.
    public struct Field: Sendable {
        /// The name in JSON.
        public var name: String
        /// What it holds.
        public var type: TypeSchema
        /// Whether it must be there.
        public var isRequired: Bool
        /// Whether null is a value of its own, and not the same as absent.
        public var isNullable: Bool
        /// The value where none is sent.
        public var defaultValue: JSONValue?
        /// The names of fields that must be there with it.
        public var requires: [String]
        /// The names of fields that must not be there with it.
        public var excludes: [String]

        /// Describes a field.
        public init(
            name: String, type: TypeSchema, isRequired: Bool = true, isNullable: Bool = false,
            defaultValue: JSONValue? = nil, requires: [String] = [], excludes: [String] = []
        ) {
            self.name = name
            self.type = type
            self.isRequired = isRequired
            self.isNullable = isNullable
            self.defaultValue = defaultValue
            self.requires = requires
            self.excludes = excludes
        }
    }

    /// Describes an object.
    public init(fields: [Field]) { self.fields = fields }
}

/// The named types of a spec.
public struct TypeTable: Sendable {
    private let types: [String: TypeSchema]

    /// Makes a table of types by name.
    public init(_ types: [String: TypeSchema] = [:]) { self.types = types }

    /// The type of that name; anything goes for a name that the table does not have.
    public func resolve(_ schema: TypeSchema) -> TypeSchema {
        var schema = schema
        // An alias of an alias ends somewhere: the spec's rules refuse circles. The bound is for tables made by hand.
        for _ in 0..<64 {
            guard case .named(let name) = schema else { return schema }
            schema = types[name] ?? .any
        }
        return .any
    }
}
