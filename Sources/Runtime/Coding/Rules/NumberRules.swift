/// What a number must be.
public struct NumberRules: Sendable {
    /// The least value allowed, or what every value is above.
    public var lowest: Double?
    /// The greatest value allowed, or what every value is below.
    public var highest: Double?
    /// Whether `lowest` itself is left out (default: no).
    public var excludesLowest = false
    /// Whether `highest` itself is left out (default: no).
    public var excludesHighest = false

    /// Any number.
    @inlinable
    public init() {}

    /// A number in a range.
    @inlinable
    public init(range: ClosedRange<Double>) {
        lowest = range.lowerBound
        highest = range.upperBound
    }

    /// A number of at least so much.
    @inlinable
    public init(range: PartialRangeFrom<Double>) {
        lowest = range.lowerBound
    }

    /// A number of at most so much.
    @inlinable
    public init(range: PartialRangeThrough<Double>) {
        highest = range.upperBound
    }

    /// A number above, of at least, below or of at most so much; where two say the same end, the one that leaves it out holds.
    @inlinable
    public init(above: Double? = nil, atLeast: Double? = nil, below: Double? = nil, atMost: Double? = nil) {
        lowest = above ?? atLeast
        highest = below ?? atMost
        excludesLowest = above != nil
        excludesHighest = below != nil
    }

    /// What a value breaks; what no double can hold breaks every rule.
    func breach(of value: Double) -> String? {
        guard value.isFinite else { return "is too large a number" }
        if let lowest, value < lowest || (excludesLowest && value == lowest) { return message }
        if let highest, value > highest || (excludesHighest && value == highest) { return message }
        return nil
    }

    private var message: String {
        Messages.range(lowest, highest, excludesLowest: excludesLowest, excludesHighest: excludesHighest)
    }

    /// What to say of a whole number outside its range: a bound that the type sets anyway is not named.
    static func message<Number: FixedWidthInteger>(_ range: ClosedRange<Number>) -> String {
        message(range, range.lowerBound == .min, range.upperBound == .max)
    }

    /// The same where the type's own bounds are known already.
    static func message<Number: FixedWidthInteger>(
        _ range: ClosedRange<Number>, _ isLowest: Bool, _ isHighest: Bool
    ) -> String {
        switch (isLowest, isHighest) {
        case (false, true): Messages.range(range.lowerBound, nil)
        case (true, false): Messages.range(nil, range.upperBound)
        default: Messages.range(range.lowerBound, range.upperBound)
        }
    }
}
