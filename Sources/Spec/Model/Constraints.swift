/// What a value must satisfy beyond its type.
public struct Constraints: Sendable {
    /// Whether white space around a string goes before it is checked.
    public var trim: Bool?
    /// The least and greatest number.
    public var range: Spanned<NumberRange>?
    /// How many characters (Unicode scalars) a string, or bytes a `bytes`, may have.
    public var length: Spanned<CountRange>?
    /// How many elements a list or map may have.
    public var items: Spanned<CountRange>?
    /// A regular expression that the string must contain.
    public var pattern: Spanned<String>?
    /// A well-known form of string.
    public var format: StringFormat?
    /// Whether a number stands in quotes in JSON.
    public var quoted: Bool?
    /// The values that are allowed.
    public var oneOf: [Spanned<Literal>]?

    /// Makes constraints; none by default.
    public init() {}

    /// Whether nothing is demanded.
    public var isEmpty: Bool {
        trim == nil && range == nil && length == nil && items == nil && pattern == nil && format == nil && oneOf == nil
            && quoted == nil
    }

    /// These constraints, with what they leave open taken from an alias.
    public func inheriting(_ other: Constraints) -> Constraints {
        var result = self
        result.trim = trim ?? other.trim
        result.range = range ?? other.range
        result.length = length ?? other.length
        result.items = items ?? other.items
        result.pattern = pattern ?? other.pattern
        result.format = format ?? other.format
        result.oneOf = oneOf ?? other.oneOf
        result.quoted = quoted ?? other.quoted
        return result
    }
}

/// A well-known form of string.
public enum StringFormat: String, CaseIterable, Sendable {
    /// An e-mail address, a host's name, an IPv4 or IPv6 address, a URI.
    case email, hostname, ip, uri
}

/// Bounds of a number; a missing one is open.
public struct NumberRange: Hashable, Sendable {
    /// The least value, or what every value is above.
    public var lower: Number?
    /// The greatest value, or what every value is below.
    public var upper: Number?
    /// Whether the lower bound itself is left out.
    public var excludesLower: Bool
    /// Whether the upper bound itself is left out.
    public var excludesUpper: Bool

    /// Makes bounds, which belong to the range unless it is said that they don't.
    public init(lower: Number?, upper: Number?, excludesLower: Bool = false, excludesUpper: Bool = false) {
        self.lower = lower
        self.upper = upper
        self.excludesLower = excludesLower
        self.excludesUpper = excludesUpper
    }

    /// Whether a number lies within.
    public func contains(_ number: Number) -> Bool {
        if let lower, number < lower || (excludesLower && !(lower < number)) { return false }
        if let upper, upper < number || (excludesUpper && !(number < upper)) { return false }
        return true
    }

    /// The same for whole numbers, with bounds that belong to it: above 0 is from 1 on. A bound that has no neighbour stays.
    public var ofWholeNumbers: NumberRange {
        NumberRange(
            lower: excludesLower ? lower.map { $0.next ?? $0 } : lower,
            upper: excludesUpper ? upper.map { $0.previous ?? $0 } : upper)
    }
}

/// Bounds of a count, both inclusive.
public struct CountRange: Hashable, Sendable {
    /// The least count.
    public var lower: Int
    /// The greatest count; nil is open.
    public var upper: Int?

    /// Makes bounds.
    public init(lower: Int, upper: Int?) {
        self.lower = lower
        self.upper = upper
    }

    /// Whether a count lies within.
    public func contains(_ count: Int) -> Bool { count >= lower && count <= upper ?? .max }
}

/// A number as the spec writes it, exact for every 64-bit integer.
public enum Number: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// A whole number.
    case integer(Int64)
    /// A whole number above `Int64.max`.
    case unsigned(UInt64)
    /// Any other number.
    case double(Double)

    /// The nearest binary fraction.
    public var asDouble: Double {
        switch self {
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .double(let value): value
        }
    }

    /// Whether one number is less than another.
    public static func < (left: Number, right: Number) -> Bool {
        switch (left, right) {
        case (.integer(let a), .integer(let b)): a < b
        case (.unsigned(let a), .unsigned(let b)): a < b
        case (.integer, .unsigned): true
        case (.unsigned, .integer): false
        default: left.asDouble < right.asDouble
        }
    }

    /// The whole number behind a whole number of 64 bits, if there is one.
    var next: Number? {
        switch self {
        case .integer(.max): .unsigned(Int64.max.magnitude + 1)
        case .integer(let value): .integer(value + 1)
        case .unsigned(let value): value == .max ? nil : .unsigned(value + 1)
        case .double: nil
        }
    }

    /// The whole number before a whole number of 64 bits, if there is one.
    var previous: Number? {
        switch self {
        case .integer(let value): value == .min ? nil : .integer(value - 1)
        case .unsigned(let value):
            value == 0 ? .integer(-1) : Int64(exactly: value - 1).map { .integer($0) } ?? .unsigned(value - 1)
        case .double: nil
        }
    }

    /// The number as Swift and JSON write it.
    public var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .unsigned(let value): "\(value)"
        case .double(let value): "\(value)"
        }
    }
}
