/// A whole number with what follows it, as `30m` in `1h30m`.
struct UnitText {
    var number: UInt64
    var unit: Substring

    /// Splits `1h30m` into its parts; nil if the text does not begin with a digit or a number is too large.
    static func parts(of text: String) -> [UnitText]? {
        var parts: [UnitText] = []
        var rest = Substring(text)
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = UInt64(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !($0.isASCII && $0.isNumber) }
            rest = rest.dropFirst(unit.count)
            parts.append(UnitText(number: number, unit: unit))
        }
        return parts.isEmpty ? nil : parts
    }
}
