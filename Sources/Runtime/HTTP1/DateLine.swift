import CEpoll

/// The `Date` field and the empty line behind it, made once a second (RFC 9110 §6.6.1).
struct DateLine {
    /// `Date: Sun, 06 Nov 1994 08:49:37 GMT`, CR LF, CR LF.
    private(set) var bytes: [UInt8]
    /// When the bytes are no longer true, in the monotonic nanoseconds of `refresh`.
    private var expires: UInt64 = 0

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
        Array("Date: \(HTTPDate.format(seconds))\r\n\r\n".utf8)
    }
}
