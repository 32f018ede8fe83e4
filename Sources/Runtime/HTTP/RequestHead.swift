/// A parsed request line and header section: one buffer, and where things stand in it (RFC 9112 §3, §5).
///
/// The parser fills it. A connection may reuse one head for every request: `reset()` keeps the memory if no request
/// holds it any more.
package struct RequestHead: Sendable {
    /// The protocol versions that are spoken here.
    package enum Version: UInt8, Sendable { case http10, http11, http2 }

    /// One header field; `name` and `value` (without the white space around it) lie in `bytes`.
    package struct Field: Sendable {
        package let header: KnownHeader
        package let name: ByteRange
        package let value: ByteRange
    }

    /// What the ranges point into.
    package var bytes: [UInt8] = []
    package var method: KnownMethod = .get
    /// The method's token as it was sent.
    package var methodToken: ByteRange = .empty
    /// The request target as it was sent (RFC 9112 §3.2).
    package var target: ByteRange = .empty
    package var version: Version = .http11
    /// What the request is called; the connection that reads it says so.
    package var mark = RequestMark(number: 0)
    package private(set) var fields: [Field] = []
    /// One bit for each known header that is there.
    private var present: UInt64 = 0

    package init() {}

    /// Forgets the request; keeps the memory for the next one.
    package mutating func reset() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        present = 0
        methodToken = .empty
        target = .empty
        version = .http11
        mark = RequestMark(number: 0)
    }

    /// Adds a field whose name and value lie in `bytes`.
    package mutating func append(name: ByteRange, value: ByteRange) {
        let header = bytes.withUnsafeBytes { KnownHeader(name: UnsafeRawBufferPointer(rebasing: $0[name.range])) }
        fields.append(Field(header: header, name: name, value: value))
        if header != .other { present |= 1 << UInt64(header.rawValue) }
    }

    /// Whether the header is there at all.
    package func has(_ header: KnownHeader) -> Bool {
        present & (1 << UInt64(header.rawValue)) != 0
    }

    /// How many fields of this name there are.
    package func count(of header: KnownHeader) -> Int {
        guard has(header) else { return 0 }
        return fields.reduce(0) { $0 + ($1.header == header ? 1 : 0) }
    }

    /// The value of the first field of this name.
    package func range(of header: KnownHeader) -> ByteRange? {
        guard has(header) else { return nil }
        return fields.first { $0.header == header }?.value
    }

    /// The header's value; several fields of one name are joined (RFC 9110 §5.2).
    package subscript(_ header: KnownHeader) -> String? {
        guard has(header) else { return nil }
        let values = fields.lazy.filter { $0.header == header }.map { string($0.value) }
        return count(of: header) == 1 ? values.first : values.joined(separator: header == .cookie ? "; " : ", ")
    }

    /// Whether a list header (`Connection`, `Upgrade`) names the token, in any of its fields and in any case.
    package func list(_ header: KnownHeader, contains token: StaticString) -> Bool {
        guard has(header) else { return false }
        return fields.contains { $0.header == header && withBytes($0.value) { ASCII.list($0, contains: token) } }
    }

    /// Whether the header is there once and is this token, in any case.
    package func value(of header: KnownHeader, is token: StaticString) -> Bool {
        guard count(of: header) == 1, let range = range(of: header) else { return false }
        return withBytes(range) { ASCII.equalsIgnoringCase($0, token) }
    }

    /// The text of a range; what is not UTF-8 is replaced.
    package func string(_ range: ByteRange) -> String {
        String(decoding: bytes[range.range], as: UTF8.self)
    }

    @inline(__always)
    package func withBytes<Result>(_ range: ByteRange, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range.range])) }
    }
}
