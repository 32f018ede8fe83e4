/// Writes JSON text into memory of its own.
///
/// Commas are its business, the order of calls the caller's: within an object `field`s, within an array `element`s.
public struct JSONWriter: ~Copyable {
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    private var needsComma = false

    /// Makes an empty writer with room for `capacity` bytes; it grows as needed.
    public init(capacity: Int = 256) {
        self.capacity = max(capacity, 64)
        base = .allocate(capacity: self.capacity)
    }

    deinit {
        base.deallocate()
    }

    /// The JSON text of a value.
    public static func encode(_ value: some JSONEncodable) -> [UInt8] {
        var writer = JSONWriter()
        value.encode(to: &writer)
        return writer.bytes
    }

    /// What was written so far.
    public var bytes: [UInt8] {
        Array(UnsafeBufferPointer(start: base, count: count))
    }

    /// How many bytes were written so far.
    public var byteCount: Int { count }

    /// Lends what was written so far, without a copy.
    package func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// Forgets what was written and keeps the memory.
    package mutating func reset() {
        count = 0
        needsComma = false
    }

    // MARK: Structure

    /// Opens an object.
    public mutating func beginObject() { open(UInt8(ascii: "{")) }

    /// Closes an object.
    public mutating func endObject() { close(UInt8(ascii: "}")) }

    /// Opens an array.
    public mutating func beginArray() { open(UInt8(ascii: "[")) }

    /// Closes an array.
    public mutating func endArray() { close(UInt8(ascii: "]")) }

    /// Writes an object whose fields the closure writes.
    public mutating func object(_ fields: (inout JSONWriter) -> Void) {
        beginObject()
        fields(&self)
        endObject()
    }

    /// Writes an array whose elements the closure writes.
    public mutating func array(_ elements: (inout JSONWriter) -> Void) {
        beginArray()
        elements(&self)
        endArray()
    }

    /// Writes a field's name; a value must follow.
    public mutating func key(_ name: StaticString) {
        name.withUTF8Buffer { name in
            reserve(name.count + 4)
            if needsComma { push(UInt8(ascii: ",")) }
            guard JSONScan.plainPrefix(UnsafeRawBufferPointer(name)) == name.count else {
                quoted(name)
                reserve(1)
                return push(UInt8(ascii: ":"))
            }
            push(UInt8(ascii: "\""))
            append(name)
            push(UInt8(ascii: "\""))
            push(UInt8(ascii: ":"))
        }
        needsComma = false
    }

    /// Writes a field's name; a value must follow.
    public mutating func key(_ name: String) {
        string(name)
        reserve(1)
        push(UInt8(ascii: ":"))
        needsComma = false
    }

    // MARK: Scalars

    /// Writes null.
    public mutating func null() { literal("null") }

    /// Writes a string.
    public mutating func string(_ value: String) {
        comma()
        var value = value
        value.withUTF8 { quoted($0) }
        needsComma = true
    }

    /// Writes a string that stands in code.
    public mutating func word(_ text: StaticString) {
        comma()
        text.withUTF8Buffer { quoted($0) }
        needsComma = true
    }

    /// Writes true or false.
    public mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    /// Writes a whole number.
    public mutating func integer(_ value: some FixedWidthInteger) {
        comma()
        if let small = Int64(exactly: value) {
            digits(small.magnitude, negative: small < 0)
        } else {
            digits(UInt64(truncatingIfNeeded: value), negative: false)
        }
        needsComma = true
    }

    /// Writes a whole number in quotes.
    public mutating func inQuotes(_ value: some FixedWidthInteger) {
        comma()
        reserve(1)
        push(UInt8(ascii: "\""))
        needsComma = false
        integer(value)
        reserve(1)
        push(UInt8(ascii: "\""))
    }

    /// Writes a number in quotes, in the fewest digits that read back as the same; what JSON can't say (NaN, infinity) is null.
    public mutating func inQuotes(_ value: Double) { value.isFinite ? string(value.description) : null() }

    /// Writes a number in quotes, in the fewest digits that read back as the same; what JSON can't say (NaN, infinity) is null.
    public mutating func inQuotes(_ value: Float) { value.isFinite ? string(value.description) : null() }

    /// Writes a number in the fewest digits that read back as the same; what JSON can't say (NaN, infinity) is null.
    public mutating func double(_ value: Double) { value.isFinite ? literal(value.description) : null() }

    /// Writes a number in the fewest digits that read back as the same; what JSON can't say (NaN, infinity) is null.
    public mutating func float(_ value: Float) { value.isFinite ? literal(value.description) : null() }

    /// Writes bytes as a base64 string (RFC 4648 §4).
    public mutating func base64(_ bytes: [UInt8]) { literal("\"\(Base64.encode(bytes))\"") }

    /// Writes text that is JSON already.
    package mutating func literal(_ text: String) {
        comma()
        var text = text
        text.withUTF8 { append($0) }
        needsComma = true
    }

    /// Writes ASCII text that needs no escapes, in quotes, as the closure puts it into the memory it gets.
    mutating func plainString(upTo length: Int, _ body: (UnsafeMutablePointer<UInt8>) -> Int) {
        comma()
        reserve(length + 2)
        push(UInt8(ascii: "\""))
        count += body(base + count)
        push(UInt8(ascii: "\""))
        needsComma = true
    }

    // MARK: Bytes

    private mutating func open(_ byte: UInt8) {
        comma()
        reserve(1)
        push(byte)
        needsComma = false
    }

    private mutating func close(_ byte: UInt8) {
        reserve(1)
        push(byte)
        needsComma = true
    }

    private mutating func comma() {
        guard needsComma else { return }
        reserve(1)
        push(UInt8(ascii: ","))
    }

    /// Makes room; every `push` stands behind one.
    private mutating func reserve(_ extra: Int) {
        if extra > capacity - count { grow(extra) }
    }

    @inline(never)
    private mutating func grow(_ extra: Int) {
        let larger = max(capacity * 2, count + extra)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        memory.update(from: base, count: count)
        base.deallocate()
        base = memory
        capacity = larger
    }

    private mutating func push(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let start = bytes.baseAddress else { return }
        reserve(bytes.count)
        (base + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    /// Copies a string in quotes; runs without escapes are found eight bytes at a time and copied whole.
    private mutating func quoted(_ bytes: UnsafeBufferPointer<UInt8>) {
        reserve(bytes.count + 2)
        push(UInt8(ascii: "\""))
        var rest = bytes
        while true {
            let plain = JSONScan.plainPrefix(UnsafeRawBufferPointer(rest))
            append(UnsafeBufferPointer(rebasing: rest[..<plain]))
            guard plain < rest.count else { break }
            escape(rest[plain])
            rest = UnsafeBufferPointer(rebasing: rest[(plain + 1)...])
        }
        reserve(1)
        push(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        reserve(6)
        push(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): push(byte)
        case 0x08: push(UInt8(ascii: "b"))
        case 0x09: push(UInt8(ascii: "t"))
        case 0x0A: push(UInt8(ascii: "n"))
        case 0x0C: push(UInt8(ascii: "f"))
        case 0x0D: push(UInt8(ascii: "r"))
        default:
            push(UInt8(ascii: "u"))
            push(UInt8(ascii: "0"))
            push(UInt8(ascii: "0"))
            push(UInt8(ascii: "0") + (byte >> 4))
            push(byte & 15 < 10 ? UInt8(ascii: "0") + (byte & 15) : UInt8(ascii: "a") + (byte & 15) - 10)
        }
    }

    private mutating func digits(_ magnitude: UInt64, negative: Bool) {
        reserve(20)
        if negative { push(UInt8(ascii: "-")) }
        count += Digits.write(magnitude, to: base + count)
    }
}
