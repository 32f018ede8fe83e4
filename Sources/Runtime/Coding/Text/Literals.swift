public import struct FoundationEssentials.Date
public import struct FoundationEssentials.Decimal
public import struct FoundationEssentials.URL
public import struct FoundationEssentials.UUID

// Values in generated code whose text the spec's checks have read already. A text that is none, which only a hand can
// write, gives the value that is furthest from being useful: nothing traps.

extension StaticString {
    fileprivate func parse<Value>(_ parse: (UnsafeRawBufferPointer) -> Value?) -> Value? {
        withUTF8Buffer { parse(UnsafeRawBufferPointer($0)) }
    }
}

extension Date {
    /// A moment as RFC 3339 writes it; the start of 1970 if the text is none.
    public static func timestamp(_ text: StaticString) -> Date {
        text.parse { Timestamp.parse($0) } ?? Date(timeIntervalSince1970: 0)
    }
}

extension CalendarDate {
    /// A day as `YYYY-MM-DD`; the first of the year 0 if the text is none.
    public static func day(_ text: StaticString) -> CalendarDate {
        text.parse { Timestamp.fullDate($0) } ?? CalendarDate()
    }
}

extension UUID {
    /// A UUID; all zeros if the text is none.
    public static func uuid(_ text: StaticString) -> UUID {
        text.parse { UUIDText.parse($0) } ?? UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    }
}

extension URL {
    /// An absolute URL; `/` if the text is none.
    public static func url(_ text: StaticString) -> URL {
        text.parse { TextForm.url($0) } ?? URL(filePath: "/")
    }
}

extension Decimal {
    /// A decimal number, exactly as written; not a number if the text is none.
    public static func decimal(_ text: StaticString) -> Decimal {
        text.parse { TextForm.decimal($0) } ?? .nan
    }
}

extension Duration {
    /// A span of time as ISO 8601 writes it; zero if the text is none.
    public static func duration(_ text: StaticString) -> Duration {
        text.parse { DurationText.parse($0) } ?? .zero
    }
}

extension [UInt8] {
    /// Bytes as base64; none if the text is no base64.
    public static func base64(_ text: StaticString) -> [UInt8] {
        text.parse { Base64.decode($0) } ?? []
    }
}
