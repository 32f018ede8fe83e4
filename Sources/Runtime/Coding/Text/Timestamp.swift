package import struct FoundationEssentials.Date

/// Moments as RFC 3339 writes them.
package enum Timestamp {
    /// The most bytes that `write` takes.
    package static let maxLength = 24

    /// Writes UTC with milliseconds: `2026-01-02T03:04:05.678Z`. Years outside 0…9999 are held at the edge.
    static func write(_ date: Date, to memory: UnsafeMutablePointer<UInt8>) -> Int {
        let earliest = -62_167_219_200_000.0
        let latest = 253_402_300_799_999.0
        let exact = (date.timeIntervalSince1970 * 1000).rounded()
        return write(milliseconds: Int(exact.isNaN ? 0 : min(max(exact, earliest), latest)), to: memory)
    }

    /// The same of milliseconds since 1970, in those years.
    static func write(milliseconds: Int, to memory: UnsafeMutablePointer<UInt8>) -> Int {
        let days = (milliseconds >= 0 ? milliseconds : milliseconds - 86_399_999) / 86_400_000
        let time = milliseconds - days * 86_400_000
        let day = CivilDay.date(sinceEpoch: days)
        var end = memory
        func put(_ value: Int, _ width: Int, _ separator: Unicode.Scalar) {
            end = Digits.write(value, width: width, to: end)
            end[0] = UInt8(truncatingIfNeeded: separator.value)
            end += 1
        }
        put(day.year, 4, "-")
        put(day.month, 2, "-")
        put(day.day, 2, "T")
        put(time / 3_600_000, 2, ":")
        put(time / 60000 % 60, 2, ":")
        put(time / 1000 % 60, 2, ".")
        put(time % 1000, 3, "Z")
        return maxLength
    }

    /// The text that `write` gives.
    package static func format(_ date: Date) -> String {
        String(unsafeUninitializedCapacity: maxLength) { buffer in
            buffer.baseAddress.map { write(date, to: $0) } ?? 0
        }
    }

    /// Reads a date-time of RFC 3339 §5.6: any offset, any number of fraction digits (a `Date` keeps about six), and the
    /// leap second `23:59:60` UTC where one can be, which is read as the second after it.
    package static func parse(_ text: UnsafeRawBufferPointer) -> Date? {
        guard text.count >= 20, let day = fullDate(UnsafeRawBufferPointer(rebasing: text[..<10])) else { return nil }
        guard text[10] == UInt8(ascii: "T") || text[10] == UInt8(ascii: "t") || text[10] == UInt8(ascii: " ") else {
            return nil
        }
        guard text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), let hour = number(text, 11, 2), hour <= 23,
            let minute = number(text, 14, 2), minute <= 59, let second = number(text, 17, 2), second <= 60
        else { return nil }
        var index = 19
        var nanoseconds = 0
        if text[index] == UInt8(ascii: ".") {
            index += 1
            var weight = 100_000_000
            let start = index
            while index < text.count, text[index] &- 0x30 < 10 {
                nanoseconds += Int(text[index] &- 0x30) * weight
                weight /= 10
                index += 1
            }
            guard index > start else { return nil }
        }
        guard let offset = offsetMinutes(text, at: index) else { return nil }
        let minutes = hour * 60 + minute - offset
        // A leap second is the last of a UTC day.
        guard second < 60 || (minutes + 1440) % 1440 == 1439 else { return nil }
        let days = CivilDay.sinceEpoch(year: day.year, month: day.month, day: day.day)
        let seconds = days * 86400 + minutes * 60 + second
        return Date(timeIntervalSince1970: Double(seconds) + Double(nanoseconds) / 1e9)
    }

    /// Reads `YYYY-MM-DD`.
    static func fullDate(_ text: UnsafeRawBufferPointer) -> CalendarDate? {
        guard text.count == 10, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"),
            let year = number(text, 0, 4), let month = number(text, 5, 2), let day = number(text, 8, 2)
        else { return nil }
        return CalendarDate(year: year, month: month, day: day)
    }

    /// `Z` or `±hh:mm` at the end of the text.
    private static func offsetMinutes(_ text: UnsafeRawBufferPointer, at index: Int) -> Int? {
        guard index < text.count else { return nil }
        switch text[index] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            return index + 1 == text.count ? 0 : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard index + 6 == text.count, text[index + 3] == UInt8(ascii: ":"), let hours = number(text, index + 1, 2),
                hours <= 23, let minutes = number(text, index + 4, 2), minutes <= 59
            else { return nil }
            return (hours * 60 + minutes) * (text[index] == UInt8(ascii: "-") ? -1 : 1)
        default:
            return nil
        }
    }

    private static func number(_ text: UnsafeRawBufferPointer, _ start: Int, _ width: Int) -> Int? {
        var value = 0
        for index in start..<start + width {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            value = value * 10 + Int(digit)
        }
        return value
    }
}
