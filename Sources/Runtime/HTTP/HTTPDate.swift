/// Dates as HTTP writes them (RFC 9110 §5.6.7), in seconds since 1970.
package enum HTTPDate {
    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Sun, 06 Nov 1994 08:49:37 GMT`; years outside 0…9999 are held at the edge.
    package static func format(_ seconds: Int) -> String {
        let seconds = min(max(seconds, -62_167_219_200), 253_402_300_799)
        let day = seconds >= 0 ? seconds / 86400 : (seconds - 86399) / 86400
        let time = seconds - day * 86400
        let date = CivilDay.date(sinceEpoch: day)
        func pad(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let year = String(repeating: "0", count: max(0, 4 - "\(date.year)".count)) + "\(date.year)"
        return "\(days[((day % 7) + 7) % 7]), \(pad(date.day)) \(months[date.month - 1]) \(year) "
            + "\(pad(time / 3600)):\(pad(time / 60 % 60)):\(pad(time % 60)) GMT"
    }

    /// Reads the three forms that a recipient must take: IMF-fixdate, RFC 850's and asctime's; nil for anything else.
    package static func parse(_ text: String) -> Int? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "-" }).map(String.init)
        if parts.count == 6, parts[5] == "GMT" {
            guard let year = number(parts[3]) else { return nil }
            // RFC 850 gives two digits; years more than 50 ahead are in the past. A file has no use for the exact rule.
            let full = parts[3].count == 2 ? (year < 70 ? 2000 + year : 1900 + year) : year
            return seconds(year: full, month: parts[2], day: parts[1], time: parts[4])
        }
        if parts.count == 5, let year = number(parts[4]) {
            return seconds(year: year, month: parts[1], day: parts[2], time: parts[3])
        }
        return nil
    }

    private static func seconds(year: Int, month: String, day: String, time: String) -> Int? {
        let clock = time.split(separator: ":").map { number(String($0)) }
        guard clock.count == 3, let hour = clock[0], let minute = clock[1], let second = clock[2], hour < 24,
            minute < 60,
            second <= 60, let index = months.firstIndex(of: month), let day = number(day), (0...9999).contains(year),
            day >= 1, day <= CivilDay.days(in: index + 1, of: year)
        else { return nil }
        return CivilDay.sinceEpoch(year: year, month: index + 1, day: day) * 86400 + hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: String) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
        return Int(text)
    }
}
