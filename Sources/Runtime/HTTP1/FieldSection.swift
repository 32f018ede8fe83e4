/// What is kept of a header or trailer section while its lines come in: its size, and all that frames the message.
struct FieldSection: Sendable {
    /// What `Transfer-Encoding` says.
    enum Encoding: Sendable { case none, chunked }

    /// The bytes of the lines so far, their ends left out.
    private(set) var bytes = 0
    private(set) var count = 0
    var targetAuthority: ByteRange?
    var scheme = RequestLine.Scheme.http
    private var hosts = 0
    private var length: Int?
    private var encoding = Encoding.none
    private var closes = false
    private var keepsAlive = false
    private var namesUpgrade = false
    private var expectsContinue = false
    private var expectsUnknown = false

    /// The line without its end, once it is known to fit the limits.
    mutating func content(
        of line: UnsafeRawBufferPointer, _ limits: HTTP1Limits
    ) throws(HTTP1Failure) -> UnsafeRawBufferPointer {
        let hasCR = LineScanner.endsWithCRLF(line)
        guard bytes + line.count - (hasCR ? 2 : 1) <= limits.headerBytes else { throw .headerTooLarge }
        guard hasCR else { throw .lineEndMalformed }
        bytes += line.count - 2
        guard line.count > 2 else { return UnsafeRawBufferPointer(rebasing: line[0..<0]) }
        count += 1
        guard count <= limits.headerCount else { throw .tooManyFields }
        return UnsafeRawBufferPointer(rebasing: line[0..<(line.count - 2)])
    }

    /// Keeps what matters of a field.
    mutating func note(_ header: KnownHeader, _ value: UnsafeRawBufferPointer) throws(HTTP1Failure) {
        switch header {
        case .host:
            hosts += 1
            guard hosts == 1 else { throw .hostRepeated }
            guard Authority(value) != nil else { throw .hostMalformed }
        case .contentLength:
            guard length == nil else { throw .lengthRepeated }
            length = try Self.length(value)
        case .transferEncoding:
            guard encoding == .none else { throw .encodingRepeated }
            encoding = try Self.encoding(value)
        case .connection:
            if ASCII.list(value, contains: "close") { closes = true }
            if ASCII.list(value, contains: "keep-alive") { keepsAlive = true }
            if ASCII.list(value, contains: "upgrade") { namesUpgrade = true }
        case .expect:
            if ASCII.equalsIgnoringCase(value, "100-continue") {
                expectsContinue = true
            } else {
                expectsUnknown = true
            }
        default: break
        }
    }

    /// Decides how the message goes on, once all its fields are there.
    func framing(_ head: RequestHead) throws(HTTP1Failure) -> HTTP1Framing {
        if encoding == .chunked {
            guard length == nil else { throw .lengthWithEncoding }
            guard head.version == .http11 else { throw .encodingInHTTP10 }
        }
        if hosts == 0, head.version == .http11 { throw .hostMissing }
        if let targetAuthority, hosts > 0 { try checkAgreement(targetAuthority, head) }
        let isHTTP11 = head.version == .http11
        return HTTP1Framing(
            body: encoding == .chunked ? .chunked : (length ?? 0) > 0 ? .length(length ?? 0) : .none,
            keepAlive: isHTTP11 ? !closes : keepsAlive && !closes,
            expectsContinue: isHTTP11 && expectsContinue,
            expectsUnknown: isHTTP11 && expectsUnknown,
            wantsUpgrade: isHTTP11 && namesUpgrade && head.has(.upgrade))
    }

    /// RFC 9112 §3.2.2 lets the target win; a request with two hosts is no honest one, so here it is refused.
    private func checkAgreement(_ range: ByteRange, _ head: RequestHead) throws(HTTP1Failure) {
        guard let host = head.range(of: .host) else { return }
        let agrees = head.bytes.withUnsafeBytes { bytes -> Bool in
            guard let target = Authority(UnsafeRawBufferPointer(rebasing: bytes[range.range])),
                let field = Authority(UnsafeRawBufferPointer(rebasing: bytes[host.range]))
            else { return false }
            return target.agrees(with: field, defaultPort: scheme == .https ? 443 : 80)
        }
        guard agrees else { throw .hostDisagrees }
    }

    private static func length(_ value: UnsafeRawBufferPointer) throws(HTTP1Failure) -> Int {
        guard !value.isEmpty else { throw .lengthMalformed }
        var result = 0
        var overflows = false
        for byte in value {
            guard ASCII.isDigit(byte) else { throw .lengthMalformed }
            let (product, tooLarge) = result.multipliedReportingOverflow(by: 10)
            let (sum, stillTooLarge) = product.addingReportingOverflow(Int(byte - ASCII.zero))
            overflows = overflows || tooLarge || stillTooLarge
            result = sum
        }
        guard !overflows else { throw .lengthTooLarge }
        return result
    }

    /// `chunked` alone is taken; other codings before it are unknown (501), and anything else cannot be framed (400).
    private static func encoding(_ value: UnsafeRawBufferPointer) throws(HTTP1Failure) -> Encoding {
        if ASCII.equalsIgnoringCase(value, "chunked") { return .chunked }
        guard !value.isEmpty else { throw .encodingMalformed }
        var known = false
        for coding in value.split(separator: ASCII.comma, omittingEmptySubsequences: false) {
            let name = ASCII.trimmed(UnsafeRawBufferPointer(rebasing: coding))
            guard !name.isEmpty, name.allSatisfy(ASCIISet.token.contains), !known else { throw .encodingMalformed }
            known = ASCII.equalsIgnoringCase(name, "chunked")
        }
        throw .encodingUnknown
    }
}
