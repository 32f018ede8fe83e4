/// Durations as the spec and config write them: `54s`, `1h30m`, `250ms`.
public enum DurationText {
    private static let units: [(name: String, milliseconds: UInt64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    /// What people write instead, and what they mean.
    private static let others: [String: String] = [
        "sec": "s", "secs": "s", "second": "s", "seconds": "s", "min": "m", "mins": "m", "minute": "m", "minutes": "m",
        "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "day": "d", "days": "d", "msec": "ms", "millis": "ms",
        "milliseconds": "ms", "S": "s", "M": "m", "H": "h", "D": "d", "MS": "ms", "Ms": "ms",
    ]
    /// The longest duration, about a hundred years.
    private static let longest: UInt64 = 36_500 * 86_400_000

    /// The duration that a text means; nil if it means none. Units are d, h, m, s and ms, each at most once and the largest first.
    public static func parse(_ text: String) -> Duration? {
        try? read(text).get()
    }

    static func read(_ text: String) -> Result<Duration, Complaint> {
        guard let parts = UnitText.parts(of: text) else { return .failure(complaint(text)) }
        var total: UInt64 = 0
        var next = 0
        for part in parts {
            guard let index = units.firstIndex(where: { $0.name == part.unit }) else {
                return .failure(complaint(text, part))
            }
            guard index >= next else {
                return .failure(complaint(text, help: "write each unit once, the largest first: `1h30m`"))
            }
            next = index + 1
            let (value, overflow) = part.number.multipliedReportingOverflow(by: units[index].milliseconds)
            total = overflow ? .max : total.addingReportingOverflow(value).overflow ? .max : total + value
            guard total <= longest else {
                return .failure(Complaint(.unit, "a duration of '\(text)' is too long", help: "100 years are the most"))
            }
        }
        return .success(.milliseconds(Int64(total)))
    }

    /// `1.5s` without its fraction: `1s500ms`.
    private static func whole(_ text: String) -> String? {
        let number = text.prefix { $0.isNumber || $0 == "." }
        guard let value = Double(number), value < 1_000_000,
            let unit = units.first(where: { $0.name == text.dropFirst(number.count) })
        else { return nil }
        let milliseconds = value * Double(unit.milliseconds)
        return milliseconds == milliseconds.rounded() ? Duration.milliseconds(Int64(milliseconds)).specText : nil
    }

    private static func complaint(_ text: String, _ part: UnitText? = nil, help: String? = nil) -> Complaint {
        var help = help
        if let part {
            if part.unit.isEmpty {
                help = "write `\(text)s` for seconds or `\(text)ms` for milliseconds"
            } else if let unit = others[String(part.unit)] {
                help = "write `\(part.number)\(unit)`"
            } else if part.unit.hasPrefix(".") {
                help =
                    "no fractions: "
                    + (whole(text).map { "write `\($0)`" } ?? "such as `1500ms` for one and a half seconds")
            } else if part.unit.contains(" ") {
                help = "no spaces: write `1h30m`"
            }
        }
        return Complaint(
            .unit, "'\(text)' is no duration", label: "a number and d, h, m, s or ms",
            help: help ?? "such as `250ms`, `54s` or `1h30m`")
    }
}

extension Duration {
    /// The duration as the spec writes it, in the largest units that say it exactly (`1h30m`); finer than a millisecond is cut off.
    public var specText: String {
        let (seconds, attoseconds) = components
        // A longer one than the spec can say is shown as the longest.
        var rest = min(seconds, Int64.max / 2000) * 1000 + attoseconds / 1_000_000_000_000_000
        guard rest > 0 else { return "0s" }
        var text = ""
        for (name, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
            as [(String, Int64)]
        where rest >= size {
            text += "\(rest / size)\(name)"
            rest %= size
        }
        return text
    }
}
