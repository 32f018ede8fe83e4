/// Rates as the spec and config write them: `20/s`, `100/m`, `1k/h`.
public enum RateText {
    private static let units: [String: Duration] = [
        "s": .seconds(1), "m": .seconds(60), "h": .seconds(3600), "d": .seconds(86_400),
    ]

    /// The rate that a text means; nil if it means none.
    public static func parse(_ text: String) -> Rate? {
        try? read(text).get()
    }

    static func read(_ text: String) -> Result<Rate, Complaint> {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = CountText.parse(String(parts[0])), let per = units[String(parts[1])] else {
            var help = "such as `20/s`, `100/m` or `5k/h`"
            if parts.count == 1, CountText.parse(text) != nil {
                help = "write `\(text)/s` for so many a second"
            } else if parts.count == 2, CountText.parse(String(parts[0])) != nil,
                let first = parts[1].lowercased().first,
                units[String(first)] != nil
            {
                help = "write `\(parts[0])/\(first)`"
            }
            return .failure(
                Complaint(.unit, "'\(text)' is no rate", label: "a count, a slash and s, m, h or d", help: help))
        }
        return .success(Rate(count: count, per: per))
    }
}
