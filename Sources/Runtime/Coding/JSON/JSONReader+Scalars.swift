public import struct FoundationEssentials.Date
public import struct FoundationEssentials.Decimal
public import struct FoundationEssentials.URL
public import struct FoundationEssentials.UUID

// Each reads one value; nil for null, and for a value that breaks a rule, which is then recorded.
extension JSONReader {
    /// A string.
    public mutating func string() throws(DecodingFailure) -> String? {
        guard cursor.peek == UInt8(ascii: "\"") else {
            try recordMismatch("must be a string")
            return nil
        }
        let text = try cursor.text()
        return JSONText.string(text, in: cursor.bytes)
    }

    /// A string that keeps rules.
    public mutating func string(_ rules: StringRules) throws(DecodingFailure) -> String? {
        guard cursor.peek == UInt8(ascii: "\"") else {
            try recordMismatch("must be a string")
            return nil
        }
        let start = cursor.position
        var text = try cursor.text()
        let breach: StringRules.Breach?
        if text.isASCII, !text.hasEscapes {
            if rules.trim { trim(&text.range) }
            let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[text.range])
            breach = rules.breach(ofASCII: bytes) { String(decoding: bytes, as: UTF8.self) }
            if breach == nil { return String(decoding: bytes, as: UTF8.self) }
        } else {
            var value = JSONText.string(text, in: cursor.bytes)
            if rules.trim { value = StringRules.trimmed(value) }
            breach = rules.breach(of: value, length: value.unicodeScalars.count)
            if breach == nil { return value }
        }
        if let breach { record(breach.message, code: breach.code, at: start) }
        return nil
    }

    private func trim(_ range: inout Range<Int>) {
        while let byte = range.first.map({ cursor.bytes[$0] }), StringRules.isSpace(byte) { range.removeFirst() }
        while let byte = range.last.map({ cursor.bytes[$0] }), StringRules.isSpace(byte) { range.removeLast() }
    }

    /// A whole number, in a range if there is one; `1.0` counts as whole.
    @inlinable
    public mutating func integer<Number: FixedWidthInteger & Sendable>(
        _ type: Number.Type = Number.self, range: ClosedRange<Number> = Number.min...Number.max
    ) throws(DecodingFailure) -> Number? {
        let (isLowest, isHighest) = (range.lowerBound == .min, range.upperBound == .max)
        if Number.isSigned || Number.bitWidth < 64 {
            let bounds = Int64(truncatingIfNeeded: range.lowerBound)...Int64(truncatingIfNeeded: range.upperBound)
            return try signed(bounds, isLowest, isHighest).map { Number(truncatingIfNeeded: $0) }
        }
        let bounds = UInt64(truncatingIfNeeded: range.lowerBound)...UInt64(truncatingIfNeeded: range.upperBound)
        return try unsigned(bounds, isLowest, isHighest).map { Number(truncatingIfNeeded: $0) }
    }

    @usableFromInline
    mutating func signed(
        _ range: ClosedRange<Int64>, _ isLowest: Bool, _ isHighest: Bool
    ) throws(DecodingFailure) -> Int64? {
        let start = cursor.position
        guard let number = try number("must be a whole number") else { return nil }
        guard let value = number.integer(as: Int64.self), range.contains(value) else {
            recordInteger(number, NumberRules.message(range, isLowest, isHighest), at: start)
            return nil
        }
        return value
    }

    @usableFromInline
    mutating func unsigned(
        _ range: ClosedRange<UInt64>, _ isLowest: Bool, _ isHighest: Bool
    ) throws(DecodingFailure) -> UInt64? {
        let start = cursor.position
        guard let number = try number("must be a whole number") else { return nil }
        guard let value = number.integer(as: UInt64.self), range.contains(value) else {
            recordInteger(number, NumberRules.message(range, isLowest, isHighest), at: start)
            return nil
        }
        return value
    }

    private mutating func recordInteger(_ number: JSONNumber, _ range: String, at start: Int) {
        let isWhole = number.isPlain || number.integer(as: Int64.self) != nil
        record(isWhole ? range : "must be a whole number", code: isWhole ? "range" : "type", at: start)
    }

    /// A number, in a range if there is one.
    public mutating func double(_ rules: NumberRules = NumberRules()) throws(DecodingFailure) -> Double? {
        let start = cursor.position
        guard let number = try number("must be a number") else { return nil }
        let value = number.double(in: cursor.bytes)
        if let message = rules.breach(of: value) {
            record(message, code: "range", at: start)
            return nil
        }
        return value
    }

    /// A number in single precision, in a range if there is one.
    public mutating func float(_ rules: NumberRules = NumberRules()) throws(DecodingFailure) -> Float? {
        let start = cursor.position
        guard let number = try number("must be a number") else { return nil }
        let value = number.float(in: cursor.bytes)
        if let message = rules.breach(of: Double(value)) {
            record(message, code: "range", at: start)
            return nil
        }
        return value
    }

    private mutating func number(_ message: String) throws(DecodingFailure) -> JSONNumber? {
        guard cursor.peek == UInt8(ascii: "-") || cursor.peek &- 0x30 < 10 else {
            try recordMismatch(message)
            return nil
        }
        return try cursor.number()
    }

    /// True or false.
    public mutating func bool() throws(DecodingFailure) -> Bool? {
        switch cursor.peek {
        case UInt8(ascii: "t"):
            try cursor.literal("true")
            return true
        case UInt8(ascii: "f"):
            try cursor.literal("false")
            return false
        default:
            try recordMismatch("must be true or false")
            return nil
        }
    }

    /// A moment as RFC 3339 writes it: `2026-01-02T03:04:05.678Z`; any offset, any number of fraction digits.
    public mutating func date() throws(DecodingFailure) -> Date? {
        try text(TextForm.timestamp) { Timestamp.parse($0) }
    }

    /// A day, `YYYY-MM-DD`.
    public mutating func calendarDate() throws(DecodingFailure) -> CalendarDate? {
        try text(TextForm.day) { Timestamp.fullDate($0) }
    }

    /// A span of time as ISO 8601 writes it: `PT1H30M`.
    public mutating func duration() throws(DecodingFailure) -> Duration? {
        try text(TextForm.duration) { DurationText.parse($0) }
    }

    /// A UUID (RFC 9562).
    public mutating func uuid() throws(DecodingFailure) -> UUID? {
        try text(TextForm.uuid) { UUIDText.parse($0) }
    }

    /// An absolute URL.
    public mutating func url() throws(DecodingFailure) -> URL? {
        try text(TextForm.url) { TextForm.url($0) }
    }

    /// A decimal number of up to 38 digits, written as a string or as a number.
    public mutating func decimal() throws(DecodingFailure) -> Decimal? {
        guard cursor.peek != UInt8(ascii: "\"") else { return try text(TextForm.decimal) { TextForm.decimal($0) } }
        let start = cursor.position
        guard let number = try number(TextForm.decimal) else { return nil }
        let value = TextForm.decimal(UnsafeRawBufferPointer(rebasing: cursor.bytes[number.range]))
        if value == nil { record(TextForm.decimal, code: "format", at: start) }
        return value
    }

    /// Bytes as a base64 string (RFC 4648 §4), of a length if there is one.
    public mutating func base64() throws(DecodingFailure) -> [UInt8]? {
        try base64(length: 0...)
    }

    /// Bytes as a base64 string (RFC 4648 §4), of a length.
    public mutating func base64(length: some LengthBounds) throws(DecodingFailure) -> [UInt8]? {
        let start = cursor.position
        guard let bytes = try text(TextForm.base64, { Base64.decode($0) }) else { return nil }
        guard bytes.count >= length.fewest, bytes.count <= length.most else {
            record(Messages.count(length.fewest, length.most, "byte"), code: "length", at: start)
            return nil
        }
        return bytes
    }

    /// A string to be compared with literals; throw `unknownWord` if it is none of them.
    ///
    /// - Throws: `.invalid` if it is no string.
    public mutating func word() throws(DecodingFailure) -> JSONKey {
        guard cursor.peek == UInt8(ascii: "\"") else {
            record("must be a string", code: "type")
            try skipValue()
            throw .invalid
        }
        wordStart = cursor.position
        return try key()
    }

    /// Records that the word that was just read is none of the known ones; throw what it returns.
    public mutating func unknownWord(_ known: [String]) -> DecodingFailure {
        record(Messages.oneOf(known), code: "oneOf", at: wordStart)
        return .invalid
    }

    /// A string that is one of a few words.
    mutating func word(of words: [String]) throws(DecodingFailure) -> String? {
        let start = cursor.position
        guard let text = try string() else { return nil }
        guard words.contains(text) else {
            record(Messages.oneOf(words), code: "oneOf", at: start)
            return nil
        }
        return text
    }

    /// A string that the closure makes something of.
    private mutating func text<Value>(
        _ message: String, _ parse: (UnsafeRawBufferPointer) -> Value?
    ) throws(DecodingFailure) -> Value? {
        let start = cursor.position
        guard cursor.peek == UInt8(ascii: "\"") else {
            try recordMismatch(message)
            return nil
        }
        let text = try cursor.text()
        let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[text.range])
        let value = text.hasEscapes ? JSONText.unescaped(bytes).withUnsafeBytes(parse) : parse(bytes)
        if value == nil { record(message, code: "format", at: start) }
        return value
    }
}
