public import struct GatewayText.Pattern

/// What a string must be; checked after trimming.
public struct StringRules: Sendable {
    /// Well-known forms of strings.
    public enum Format: String, Hashable, Sendable {
        /// An address as browsers accept it in `<input type=email>` (WHATWG HTML).
        case email
        /// A host name (RFC 1123).
        case hostname
        /// An IPv4 or IPv6 address.
        case ip
        /// An absolute URI (RFC 3986).
        case uri
    }

    /// Whether white space at both ends is taken off first.
    public var trim: Bool
    /// The fewest characters (Unicode scalars, as JSON Schema counts).
    public var minLength: Int
    /// The most characters (Unicode scalars, as JSON Schema counts).
    public var maxLength: Int
    /// A pattern that the whole string must contain a match of (anchor it with `^` and `$` to match all).
    public var pattern: Pattern?
    /// A well-known form.
    public var format: Format?
    /// The only values allowed.
    public var oneOf: [String]?

    /// Any string, or one that keeps the rules given.
    @inlinable
    public init(
        trim: Bool = false, pattern: Pattern? = nil, format: Format? = nil, oneOf: [String]? = nil
    ) {
        self.init(trim: trim, length: 0..., pattern: pattern, format: format, oneOf: oneOf)
    }

    /// A string of a length such as `1...32`, `3...` or `...8`, and maybe more rules.
    @inlinable
    public init(
        trim: Bool = false, length: some LengthBounds, pattern: Pattern? = nil, format: Format? = nil,
        oneOf: [String]? = nil
    ) {
        self.trim = trim
        minLength = length.fewest
        maxLength = length.most
        self.pattern = pattern
        self.format = format
        self.oneOf = oneOf
    }
}

/// A range that says how long something may be: `1...8`, `1...` or `...8`.
public protocol LengthBounds {
    /// The least length.
    var fewest: Int { get }
    /// The greatest length.
    var most: Int { get }
}

extension ClosedRange<Int>: LengthBounds {
    /// The least length.
    @inlinable public var fewest: Int { lowerBound }
    /// The greatest length.
    @inlinable public var most: Int { upperBound }
}

extension PartialRangeFrom<Int>: LengthBounds {
    /// The least length.
    @inlinable public var fewest: Int { lowerBound }
    /// The greatest length.
    @inlinable public var most: Int { .max }
}

extension PartialRangeThrough<Int>: LengthBounds {
    /// The least length.
    @inlinable public var fewest: Int { 0 }
    /// The greatest length.
    @inlinable public var most: Int { upperBound }
}
