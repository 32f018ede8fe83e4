extension SettingType where Value == Int {
    /// A whole number in a range; `k` and `M` stand for thousands and millions.
    static func count(_ range: ClosedRange<Int>) -> SettingType {
        SettingType(name: "number") { (text: String) throws(SettingProblem) -> Int in
            let (digits, scale) = UnitText.split(text, ["k": 1000, "M": 1_000_000])
            return try UnitText.number(text, digits, scale, range, "a whole number")
        } format: {
            "\($0)"
        }
    }

    /// A TCP port; 0 lets the system choose one.
    static let port = count(0...65_535)

    /// Bytes, with `B`, `KiB`, `MiB` or `GiB`, or plain.
    static func bytes(_ range: ClosedRange<Int>) -> SettingType {
        SettingType(name: "size") { (text: String) throws(SettingProblem) -> Int in
            let units = ["B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30]
            let (digits, scale) = UnitText.split(text, units)
            return try UnitText.number(text, digits, scale, range, "a size such as 64KiB", UnitText.bytes)
        } format: {
            UnitText.bytes($0)
        }
    }
}

extension SettingType where Value == Duration {
    /// A span of time, with `ms`, `s`, `m`, `h` or `d`.
    static func duration(_ range: ClosedRange<Duration>) -> SettingType {
        SettingType(name: "duration") { (text: String) throws(SettingProblem) -> Duration in
            let help =
                "write a duration from \(UnitText.duration(range.lowerBound)) to \(UnitText.duration(range.upperBound))"
            let units = ["ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
            let (digits, scale) = UnitText.split(text, units)
            guard let scale, let value = Int(digits), value >= 0 else {
                throw SettingProblem(message: "'\(text)' is no duration such as 30s", help: help)
            }
            let (milliseconds, overflow) = value.multipliedReportingOverflow(by: scale)
            let duration = Duration.milliseconds(milliseconds)
            guard !overflow, range.contains(duration) else {
                throw SettingProblem(message: "\(text) is out of range", help: help)
            }
            return duration
        } format: {
            UnitText.duration($0)
        }
    }
}

extension SettingType where Value == MessageRate {
    /// Messages in a time, such as `20/s` or `100/m`.
    static let rate = SettingType(name: "rate") { (text: String) throws(SettingProblem) -> MessageRate in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let periods: [Substring: Duration] = ["s": .seconds(1), "m": .seconds(60), "h": .seconds(3600)]
        guard parts.count == 2, let count = Int(parts[0]), count > 0, let period = periods[parts[1]] else {
            throw SettingProblem(
                message: "'\(text)' is no rate", help: "write a number and a time: 20/s, 100/m or 1000/h")
        }
        return MessageRate(messages: count, period: period)
    } format: { rate in
        let units: [Duration: String] = [.seconds(1): "s", .seconds(60): "m", .seconds(3600): "h"]
        return "\(rate.messages)/\(units[rate.period] ?? UnitText.duration(rate.period))"
    }
}

extension SettingType where Value == ByteRate {
    /// Bytes in a time, such as `64KiB/s`.
    static let byteRate = SettingType(name: "rate in bytes") { (text: String) throws(SettingProblem) -> ByteRate in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let periods: [Substring: Duration] = ["s": .seconds(1), "m": .seconds(60), "h": .seconds(3600)]
        guard parts.count == 2, let period = periods[parts[1]] else {
            throw SettingProblem(
                message: "'\(text)' is no rate in bytes", help: "write a size and a time: 64KiB/s or 10MiB/m")
        }
        return ByteRate(bytes: try SettingType<Int>.bytes(1...(1 << 40)).parse(String(parts[0])), period: period)
    } format: { rate in
        let units: [Duration: String] = [.seconds(1): "s", .seconds(60): "m", .seconds(3600): "h"]
        return "\(UnitText.bytes(rate.bytes))/\(units[rate.period] ?? UnitText.duration(rate.period))"
    }
}

/// Numbers with units behind them.
enum UnitText {
    /// The digits and what they count; nil for an unknown unit, 1 for none where the units allow it.
    static func split(_ text: String, _ units: [String: Int]) -> (digits: Substring, scale: Int?) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = String(text.dropFirst(digits.count))
        if unit.isEmpty { return (digits, units["ms"] == nil ? 1 : nil) }
        return (digits, units[unit])
    }

    static func number(
        _ text: String, _ digits: Substring, _ scale: Int?, _ range: ClosedRange<Int>, _ kind: String,
        _ format: (Int) -> String = { "\($0)" }
    ) throws(SettingProblem) -> Int {
        let help = "write \(kind), from \(format(range.lowerBound)) to \(format(range.upperBound))"
        guard let scale, let value = Int(digits) else {
            throw SettingProblem(message: "'\(text)' is not \(kind)", help: help)
        }
        let (result, overflow) = value.multipliedReportingOverflow(by: scale)
        guard !overflow, range.contains(result) else {
            throw SettingProblem(message: "\(text) is out of range", help: help)
        }
        return result
    }

    static func bytes(_ count: Int) -> String {
        for (unit, scale) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where count >= scale && count % scale == 0 {
            return "\(count / scale)\(unit)"
        }
        return "\(count)B"
    }

    static func duration(_ duration: Duration) -> String {
        let parts = duration.components
        let milliseconds = Int(parts.seconds) * 1000 + Int(parts.attoseconds / 1_000_000_000_000_000)
        if milliseconds == 0 { return "0s" }
        for (unit, scale) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
        where milliseconds >= scale && milliseconds % scale == 0 {
            return "\(milliseconds / scale)\(unit)"
        }
        return "\(milliseconds)ms"
    }
}
