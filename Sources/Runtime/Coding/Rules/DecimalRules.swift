public import struct FoundationEssentials.Decimal

/// What a decimal number must be; bounds are exact.
public struct DecimalRules: Sendable {
    /// The least value allowed.
    public var lowest: Decimal?
    /// The greatest value allowed.
    public var highest: Decimal?

    /// Any number, or one of at least and at most so much; a text that is no decimal bounds nothing.
    public init(atLeast lowest: StaticString? = nil, atMost highest: StaticString? = nil) {
        self.init(lowest: lowest?.description, highest: highest?.description)
    }

    package init(lowest: String?, highest: String?) {
        self.lowest = lowest.flatMap(Self.parse)
        self.highest = highest.flatMap(Self.parse)
    }

    private static func parse(_ text: String) -> Decimal? {
        var text = text
        return text.withUTF8 { TextForm.decimal(UnsafeRawBufferPointer($0)) }
    }

    /// What a value breaks.
    func breach(of value: Decimal) -> String? {
        if let lowest, value < lowest { return Messages.range(lowest, highest) }
        if let highest, value > highest { return Messages.range(lowest, highest) }
        return nil
    }
}
