import CEpoll

/// The `Date` field and the empty line behind it, made once a second (RFC 9110 §6.6.1).
struct DateLine {
    /// `Date: Sun, 06 Nov 1994 08:49:37 GMT`, CR LF, CR LF.
    private(set) var bytes: [UInt8]
    /// When the bytes are no longer true, in the monotonic nanoseconds of `refresh`.
    private var expires: UInt64 = 0

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    init() {
        bytes = Self.line(seconds: 0)
    }

    /// Makes the line anew if its second is over.
    @inline(__always)
    mutating func refresh(now: UInt64) {
        if now >= expires { renew(now: now) }
    }

    @inline(never)
    private mutating func renew(now: UInt64) {
        let time = cepoll_realtime()
        bytes = Self.line(seconds: Int(time / 1_000_000_000))
        expires = now + 1_000_000_000 - time % 1_000_000_000
    }

    static func line(seconds: Int) -> [UInt8] {
        let day = seconds / 86_400
        let date = CivilDay.date(sinceEpoch: day)
        let time = seconds % 86_400
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let weekday = days[day % 7]
        let month = months[date.month - 1]
        let clock = "\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
        return Array("Date: \(weekday), \(two(date.day)) \(month) \(date.year) \(clock) GMT\r\n\r\n".utf8)
    }
}
