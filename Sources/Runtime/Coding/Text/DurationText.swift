/// Spans of time as ISO 8601 writes them, with the units whose length never changes: weeks, days, hours, minutes, seconds.
package enum DurationText {
    /// `PT1H30M`, `P1DT2H`, `PT0.25S`, `-PT5S`, `PT0S`.
    package static func format(_ duration: Duration) -> String {
        let parts = duration.components
        let negative = parts.seconds < 0 || parts.attoseconds < 0
        let seconds = parts.seconds.magnitude
        let nanoseconds = parts.attoseconds.magnitude / 1_000_000_000
        var text = negative ? "-P" : "P"
        let days = seconds / 86400
        if days > 0 { text += "\(days)D" }
        let (hours, minutes, rest) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
        guard hours > 0 || minutes > 0 || rest > 0 || nanoseconds > 0 || days == 0 else { return text }
        text += "T"
        if hours > 0 { text += "\(hours)H" }
        if minutes > 0 { text += "\(minutes)M" }
        if rest > 0 || nanoseconds > 0 || (days == 0 && hours == 0 && minutes == 0) {
            text += "\(rest)"
            if nanoseconds > 0 {
                var fraction = String(1_000_000_000 + nanoseconds).dropFirst()
                while fraction.last == "0" { fraction.removeLast() }
                text += ".\(fraction)"
            }
            text += "S"
        }
        return text
    }

    /// Reads what `format` writes, weeks too (`P2W`); years and months have no fixed length and are refused.
    package static func parse(_ text: UnsafeRawBufferPointer) -> Duration? {
        var index = 0
        var negative = false
        if index < text.count, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            negative = text[index] == UInt8(ascii: "-")
            index += 1
        }
        guard index < text.count, text[index] == UInt8(ascii: "P") else { return nil }
        index += 1
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        var inTime = false
        var rank = 0
        var parts = 0
        while index < text.count {
            if text[index] == UInt8(ascii: "T") {
                guard !inTime, index + 1 < text.count else { return nil }
                inTime = true
                index += 1
                continue
            }
            guard let (value, fraction, next) = number(text, index), next < text.count else { return nil }
            let unit = self.unit(text[next], inTime: inTime)
            guard let unit, unit.rank > rank, fraction == nil || unit.rank == 5 else { return nil }
            rank = unit.rank
            let (scaled, overflow) = value.multipliedReportingOverflow(by: unit.seconds)
            let (sum, overflow2) = seconds.addingReportingOverflow(scaled)
            guard !overflow, !overflow2 else { return nil }
            seconds = sum
            nanoseconds = fraction ?? 0
            parts += 1
            index = next + 1
        }
        guard parts > 0 else { return nil }
        let duration = Duration.seconds(seconds) + .nanoseconds(nanoseconds)
        return negative ? .zero - duration : duration
    }

    private static func unit(_ letter: UInt8, inTime: Bool) -> (rank: Int, seconds: Int64)? {
        switch (letter, inTime) {
        case (UInt8(ascii: "W"), false): (1, 604_800)
        case (UInt8(ascii: "D"), false): (2, 86400)
        case (UInt8(ascii: "H"), true): (3, 3600)
        case (UInt8(ascii: "M"), true): (4, 60)
        case (UInt8(ascii: "S"), true): (5, 1)
        default: nil
        }
    }

    /// Digits, and maybe a fraction in nanoseconds.
    private static func number(
        _ text: UnsafeRawBufferPointer, _ start: Int
    ) -> (value: Int64, fraction: Int64?, next: Int)? {
        var index = start
        var value: Int64 = 0
        while index < text.count, text[index] &- 0x30 < 10 {
            guard value < 100_000_000_000_000_000 else { return nil }
            value = value * 10 + Int64(text[index] &- 0x30)
            index += 1
        }
        guard index > start else { return nil }
        guard index < text.count, text[index] == UInt8(ascii: ".") || text[index] == UInt8(ascii: ",") else {
            return (value, nil, index)
        }
        index += 1
        let fractionStart = index
        var fraction: Int64 = 0
        var weight: Int64 = 100_000_000
        while index < text.count, text[index] &- 0x30 < 10 {
            fraction += Int64(text[index] &- 0x30) * weight
            weight /= 10
            index += 1
        }
        return index > fractionStart ? (value, fraction, index) : nil
    }
}
