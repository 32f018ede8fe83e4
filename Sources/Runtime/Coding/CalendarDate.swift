/// A day of the Gregorian calendar, nowhere in particular.
public struct CalendarDate: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The year, 0 to 9999.
    public let year: Int
    /// The month, 1 to 12.
    public let month: Int
    /// The day of the month, from 1.
    public let day: Int

    /// Makes a date; nil if there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (0...9999).contains(year), (1...12).contains(month), day >= 1, day <= CivilDay.days(in: month, of: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// The first day there is.
    init() { (year, month, day) = (0, 1, 1) }

    /// Reads `YYYY-MM-DD` (RFC 3339 full-date); nil if it is something else.
    public init?(_ text: String) {
        var text = text
        let parsed = text.withUTF8 { Timestamp.fullDate(UnsafeRawBufferPointer($0)) }
        guard let parsed else { return nil }
        self = parsed
    }

    /// Whether the left one comes first.
    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    /// `YYYY-MM-DD`.
    public var description: String {
        String(unsafeUninitializedCapacity: 10) { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            var memory = Digits.write(year, width: 4, to: start)
            memory[0] = UInt8(ascii: "-")
            memory = Digits.write(month, width: 2, to: memory + 1)
            memory[0] = UInt8(ascii: "-")
            _ = Digits.write(day, width: 2, to: memory + 1)
            return 10
        }
    }
}
