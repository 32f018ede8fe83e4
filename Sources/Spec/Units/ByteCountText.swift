/// Sizes as the spec and config write them: `512B`, `4KiB`, `1MB`.
public enum ByteCountText {
    private static let units: [String: UInt64] = [
        "B": 1, "KB": 1000, "MB": 1_000_000, "GB": 1_000_000_000, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30,
    ]
    private static let largest: UInt64 = 1 << 46

    /// The number of bytes that a text means; nil if it means none.
    public static func parse(_ text: String) -> Int? {
        try? read(text).get()
    }

    static func read(_ text: String) -> Result<Int, Complaint> {
        guard let parts = UnitText.parts(of: text), parts.count == 1, let size = units[String(parts[0].unit)] else {
            return .failure(complaint(text))
        }
        let (bytes, overflow) = parts[0].number.multipliedReportingOverflow(by: size)
        guard !overflow, bytes <= largest else {
            return .failure(Complaint(.unit, "a size of '\(text)' is too large", help: "64 TiB are the most"))
        }
        return .success(Int(bytes))
    }

    private static func complaint(_ text: String) -> Complaint {
        var help = "such as `512B`, `64KiB` or `5MiB`"
        if let part = UnitText.parts(of: text)?.first, UnitText.parts(of: text)?.count == 1 {
            let number = part.number
            switch part.unit.lowercased().filter({ $0 != " " }) {
            case "" where number >= 1024 && number % 1024 == 0: help = "write `\(number)B` or `\(number / 1024)KiB`"
            case "": help = "write `\(number)B` for bytes or `\(number)KiB` for kibibytes"
            case "k", "kb": help = "write `\(number)KiB` (1,024 bytes each) or `\(number)KB` (1,000)"
            case "m", "mb": help = "write `\(number)MiB` (1,048,576 bytes each) or `\(number)MB` (1,000,000)"
            case "g", "gb": help = "write `\(number)GiB` or `\(number)GB`"
            case "kib": help = "write `\(number)KiB`"
            case "mib": help = "write `\(number)MiB`"
            case "gib": help = "write `\(number)GiB`"
            case "b", "byte", "bytes": help = "write `\(number)B`"
            default: break
            }
        }
        return Complaint(
            .unit, "'\(text)' is no size", label: "a number and B, KB, KiB, MB, MiB, GB or GiB", help: help)
    }
}
