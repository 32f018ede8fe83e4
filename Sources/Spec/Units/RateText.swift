/// Rates as the spec and config write them: `20/s`, `100/m`, `1k/h`.
public enum RateText {
    private static let units: [String: Duration] = [
        "s": .seconds(1), "m": .seconds(60), "h": .seconds(3600), "d": .seconds(86_400),
    ]

    /// The rate that a text means; nil if it means none.
    public static func parse(_ text: String) -> Rate? {
        try? read(text).get()
    }

    /// The rate in bytes that a text such as `64KiB/s` means; nil if it means none.
    public static func parseBytes(_ text: String) -> Rate? {
        try? readBytes(text).get()
    }

    static func readBytes(_ text: String) -> Result<Rate, Complaint> {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let per = units[String(parts[1])] else {
            let isSize = parts.count == 1 && ByteCountText.parse(text) != nil
            return .failure(
                Complaint(
                    .unit, "'\(text)' is no rate in bytes", label: "a size, a slash and s, m, h or d",
                    help: isSize ? "write `\(text)/s` for so many a second" : "such as `64KiB/s` or `10MiB/m`"))
        }
        return ByteCountText.read(String(parts[0])).map { Rate(count: $0, per: per) }
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
