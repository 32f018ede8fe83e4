/// What a request line asks for: a canonical path and a raw query (RFC 9112 §3.2, RFC 3986 §6).
///
/// There is one canonical path for matching, authorisation, handlers and upstreams:
/// - percent-decoded once; `%2F` stays `%2F` (and a literal `%2F`, sent as `%252F`, stays `%252F`), so a segment never splits;
/// - a slash at the end means nothing: `/rooms/` is `/rooms` (`hasTrailingSlash` still tells);
/// - what two programs could read in two ways is refused, never repaired: `.` and `..` segments and empty segments (`//`),
///   plain or encoded, backslashes, control characters and NUL, bytes that are not UTF-8, broken percent signs, fragments.
package struct RequestTarget: Sendable {
    /// Why a target is refused; each is a 400.
    package enum Failure: Error, Hashable, Sendable {
        case badForm, badPercentEncoding, dotSegment, emptySegment, forbiddenCharacter, notUTF8
    }

    /// The four forms of RFC 9112 §3.2.
    package enum Form: Sendable { case origin, absolute, asterisk, authority }

    private enum Path: Sendable {
        /// The target's bytes are canonical as they stand.
        case slice(ByteRange)
        case decoded([UInt8])
    }

    package let form: Form
    private let path: Path
    /// The path as it was sent.
    package let rawPath: ByteRange
    /// What follows the first `?`, as it was sent.
    package let query: ByteRange?
    /// The authority of an absolute or authority form; it must agree with `Host`.
    package let authority: ByteRange?
    package let hasTrailingSlash: Bool

    /// The target `/`.
    package static let root = RequestTarget(
        form: .origin, path: .decoded([UInt8(ascii: "/")]), rawPath: .empty, query: nil, authority: nil,
        hasTrailingSlash: false)

    /// Reads the target of a head.
    package init(_ head: RequestHead) throws(Failure) {
        let parsed = head.bytes.withUnsafeBytes { bytes in
            Result<RequestTarget, Failure> { () throws(Failure) in
                try RequestTarget(target: head.target.range, method: head.method, in: bytes)
            }
        }
        self = try parsed.get()
    }

    private init(target: Range<Int>, method: KnownMethod, in bytes: UnsafeRawBufferPointer) throws(Failure) {
        guard let first = target.first.map({ bytes[$0] }) else { throw .badForm }
        if first == UInt8(ascii: "/") {
            try self.init(form: .origin, path: target, authority: nil, in: bytes)
        } else if target.count == 1, first == UInt8(ascii: "*") {
            guard method == .options else { throw .badForm }
            self.init(form: .asterisk, path: .slice(ByteRange(target)), raw: ByteRange(target))
        } else {
            try self.init(absolute: target, in: bytes)
        }
    }

    private init(form: Form, path: Path, raw: ByteRange) {
        self.form = form
        self.path = path
        rawPath = raw
        query = nil
        authority = nil
        hasTrailingSlash = false
    }

    /// `http://host/path`; what has no scheme is the authority form, which only CONNECT may use.
    private init(absolute target: Range<Int>, in bytes: UnsafeRawBufferPointer) throws(Failure) {
        let text = UnsafeRawBufferPointer(rebasing: bytes[target])
        let schemeLength: Int
        if text.count > 7, ASCII.equalsIgnoringCase(UnsafeRawBufferPointer(rebasing: text[..<7]), "http://") {
            schemeLength = 7
        } else if text.count > 8, ASCII.equalsIgnoringCase(UnsafeRawBufferPointer(rebasing: text[..<8]), "https://") {
            schemeLength = 8
        } else {
            throw .badForm
        }
        let start = target.lowerBound + schemeLength
        let end = (start..<target.upperBound).first { bytes[$0] == UInt8(ascii: "/") || bytes[$0] == UInt8(ascii: "?") }
        guard let end, bytes[end] == UInt8(ascii: "/"), end > start else {
            guard end == nil, start < target.upperBound else { throw .badForm }
            // "http://host": the path is "/" though no byte says so.
            self.init(
                form: .absolute, path: .decoded([UInt8(ascii: "/")]), rawPath: .empty, query: nil,
                authority: ByteRange(start..<target.upperBound), hasTrailingSlash: false)
            return
        }
        try self.init(form: .absolute, path: end..<target.upperBound, authority: ByteRange(start..<end), in: bytes)
    }

    private init(
        form: Form, path: Path, rawPath: ByteRange, query: ByteRange?, authority: ByteRange?, hasTrailingSlash: Bool
    ) {
        self.form = form
        self.path = path
        self.rawPath = rawPath
        self.query = query
        self.authority = authority
        self.hasTrailingSlash = hasTrailingSlash
    }

    private init(form: Form, path: Range<Int>, authority: ByteRange?, in bytes: UnsafeRawBufferPointer) throws(Failure)
    {
        let scan = try CanonicalPath.scan(UnsafeRawBufferPointer(rebasing: bytes[path]))
        let raw = path.lowerBound..<path.lowerBound + scan.pathLength
        self.form = form
        self.authority = authority
        rawPath = ByteRange(raw)
        query = raw.upperBound < path.upperBound ? ByteRange(raw.upperBound + 1..<path.upperBound) : nil
        hasTrailingSlash = scan.hasTrailingSlash
        let kept = raw.lowerBound..<raw.upperBound - (scan.hasTrailingSlash ? 1 : 0)
        self.path =
            scan.isCanonical
            ? .slice(ByteRange(kept))
            : .decoded(try CanonicalPath.decode(UnsafeRawBufferPointer(rebasing: bytes[kept])))
    }

    /// The bytes of the canonical path; it starts with `/` (or is `*`).
    @inline(__always)
    package func withPath<Result>(_ head: RequestHead, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        switch path {
        case .slice(let range): head.withBytes(range, body)
        case .decoded(let bytes): bytes.withUnsafeBytes(body)
        }
    }

    /// The canonical path as a string.
    package func path(_ head: RequestHead) -> String {
        withPath(head) { String(decoding: $0, as: UTF8.self) }
    }
}
