/// What a number must be.
public struct NumberRules: Sendable {
    /// The least value allowed.
    public var lowest: Double?
    /// The greatest value allowed.
    public var highest: Double?

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

    /// What a value breaks; what no double can hold breaks every rule.
    func breach(of value: Double) -> String? {
        guard value.isFinite else { return "is too large a number" }
        if let lowest, value < lowest { return Messages.range(lowest, highest) }
        if let highest, value > highest { return Messages.range(lowest, highest) }
        return nil
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
