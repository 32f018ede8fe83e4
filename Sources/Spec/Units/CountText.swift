/// Counts as the spec and config write them: `256`, `100k`, `2M`.
public enum CountText {
    private static let units: [String: UInt64] = ["": 1, "k": 1000, "M": 1_000_000]
    private static let largest: UInt64 = 1_000_000_000_000

    /// The count that a text means; nil if it means none.
    public static func parse(_ text: String) -> Int? {
        try? read(text).get()
    }

    static func read(_ text: String) -> Result<Int, Complaint> {
        guard let parts = UnitText.parts(of: text), parts.count == 1, let size = units[String(parts[0].unit)] else {
            var help = "such as `256`, `100k` or `2M`"
            if let part = UnitText.parts(of: text)?.first, UnitText.parts(of: text)?.count == 1 {
                if part.unit == "K" { help = "write `\(part.number)k`" }
                if part.unit == "m" { help = "write `\(part.number)M` for millions" }
            }
            return .failure(
                Complaint(.unit, "'\(text)' is no count", label: "a whole number, with k or M if need be", help: help))
        }
        let (count, overflow) = parts[0].number.multipliedReportingOverflow(by: size)
        guard !overflow, count <= largest else {
            return .failure(Complaint(.unit, "a count of '\(text)' is too large", help: "10^12 is the most"))
        }
        return .success(Int(count))
    }
}
