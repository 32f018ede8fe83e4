public import struct FoundationEssentials.Decimal

/// What a decimal number must be; bounds are exact.
public struct DecimalRules: Sendable {
    /// The least value allowed, or what every value is above.
    public var lowest: Decimal?
    /// The greatest value allowed, or what every value is below.
    public var highest: Decimal?
    /// Whether `lowest` itself is left out (default: no).
    public var excludesLowest: Bool
    /// Whether `highest` itself is left out (default: no).
    public var excludesHighest: Bool

    /// Any number, or one above, of at least, below or of at most so much; a text that is no decimal bounds nothing, and where two
    /// say the same end, the one that leaves it out holds.
    public init(
        above: StaticString? = nil, atLeast: StaticString? = nil, below: StaticString? = nil,
        atMost: StaticString? = nil
    ) {
        self.init(
            lowest: (above ?? atLeast)?.description, highest: (below ?? atMost)?.description,
            excludesLowest: above != nil, excludesHighest: below != nil)
    }

    package init(lowest: String?, highest: String?, excludesLowest: Bool = false, excludesHighest: Bool = false) {
        self.lowest = lowest.flatMap(Self.parse)
        self.highest = highest.flatMap(Self.parse)
        self.excludesLowest = excludesLowest
        self.excludesHighest = excludesHighest
    }

    private static func parse(_ text: String) -> Decimal? {
        var text = text
        return text.withUTF8 { TextForm.decimal(UnsafeRawBufferPointer($0)) }
    }

    /// What a value breaks.
    func breach(of value: Decimal) -> String? {
        if let lowest, value < lowest || (excludesLowest && value == lowest) { return message }
        if let highest, value > highest || (excludesHighest && value == highest) { return message }
        return nil
    }

    private var message: String {
        Messages.range(lowest, highest, excludesLowest: excludesLowest, excludesHighest: excludesHighest)
    }
}
