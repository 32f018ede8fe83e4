/// A request as it comes on a stream: its head, and what its fields say of the rest.
package struct StreamedRequest: Sendable {
    package var head: RequestHead
    /// `Content-Length`; nil if the client doesn't say.
    package var length: Int?
    /// Whether the client waits for `100 Continue`.
    package var expectsContinue = false
    /// Whether `Expect` asks for anything else.
    package var expectsUnknown = false
    /// Whether it asks for a WebSocket (RFC 8441): the head says GET, and `Upgrade: websocket`.
    package var wantsWebSocket = false
    /// Set if the request is readable, but not one that is served.
    package var failure: HTTP1Failure?
}

/// Makes a request of the fields of a header section, strictly after RFC 9113 §8.
///
/// What is malformed is thrown: the stream ends with PROTOCOL_ERROR. What is merely too large or not served becomes the
/// request's `failure`, and an answer.
package struct StreamedRequestReader {
    /// Why a request is malformed.
    package enum Malformed: String, Error, Hashable, Sendable, CaseIterable {
        case pseudoUnknown, pseudoRepeated, pseudoLate, pseudoMissing, pseudoForbidden
        case name, value, connectionField, te
        case methodToken, authority, path, hostDisagrees, hostRepeated, lengthMalformed, lengthRepeated
    }

    private let limits: HTTP1Limits
    private var request = StreamedRequest(head: RequestHead())
    private var method: String?
    private var scheme: String?
    private var path: String?
    private var authority: String?
    private var protocolName: String?
    private var host: String?
    private var cookies: String?
    private var bytes = 0
    private var count = 0
    private var isInFields = false

    package init(limits: HTTP1Limits) {
        self.limits = limits
        request.head.version = .http2
    }

    /// Reads the next field.
    package mutating func add(_ name: String, _ value: String) throws(Malformed) {
        guard Self.isValue(value) else { throw .value }
        if name.utf8.first == ASCII.colon { return try addPseudo(name, value) }
        isInFields = true
        guard Self.isName(name) else { throw .name }
        try note(name, value)
        bytes += name.utf8.count + value.utf8.count + 2
        count += 1
        guard request.failure == nil else { return }
        if bytes > limits.headerBytes { request.failure = .headerTooLarge }
        if count > limits.headerCount { request.failure = .tooManyFields }
        guard request.failure == nil else { return }
        if name == "cookie" {
            // Crumbs are one field for everyone but HTTP/2 (RFC 9113 §8.2.3).
            cookies = cookies.map { $0 + "; " + value } ?? value
        } else {
            append(name, value)
        }
    }

    private mutating func addPseudo(_ name: String, _ value: String) throws(Malformed) {
        guard !isInFields else { throw .pseudoLate }
        switch name {
        case ":method": try Self.set(&method, value)
        case ":scheme": try Self.set(&scheme, value)
        case ":path": try Self.set(&path, value)
        case ":authority": try Self.set(&authority, value)
        case ":protocol": try Self.set(&protocolName, value)
        default: throw .pseudoUnknown
        }
    }

    private static func set(_ field: inout String?, _ value: String) throws(Malformed) {
        guard field == nil else { throw .pseudoRepeated }
        field = value
    }

    /// Keeps what matters of a field besides its text.
    private mutating func note(_ name: String, _ value: String) throws(Malformed) {
        switch name {
        case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade": throw .connectionField
        case "te": guard value == "trailers" else { throw .te }
        case "host":
            guard host == nil else { throw .hostRepeated }
            host = value
        case "content-length":
            guard request.length == nil else { throw .lengthRepeated }
            guard !value.isEmpty, value.utf8.allSatisfy(ASCII.isDigit) else { throw .lengthMalformed }
            guard let length = Int(value) else {
                request.failure = .lengthTooLarge
                request.length = .max
                return
            }
            request.length = length
        case "expect":
            if value.lowercased() == "100-continue" {
                request.expectsContinue = true
            } else {
                request.expectsUnknown = true
            }
        default: break
        }
    }

    /// The request, when all fields were read.
    package consuming func finish() throws(Malformed) -> StreamedRequest {
        guard let method else { throw .pseudoMissing }
        guard !method.isEmpty, method.utf8.allSatisfy(ASCIISet.token.contains) else { throw .methodToken }
        if let protocolName {
            guard method == "CONNECT" else { throw .pseudoForbidden }
            request.wantsWebSocket = protocolName.lowercased() == "websocket"
            if !request.wantsWebSocket { fail(.tunnelUnsupported) }
        } else if method == "CONNECT" {
            // A plain tunnel (RFC 9113 §8.5): it has an authority, and neither scheme nor path.
            guard scheme == nil, path == nil else { throw .pseudoForbidden }
            guard authority != nil else { throw .pseudoMissing }
            fail(.tunnelUnsupported)
            path = "/"
            scheme = "https"
        }
        guard let scheme, let path else { throw .pseudoMissing }
        if method.utf8.count > RequestLine.longestMethod { fail(.methodTooLong) }
        try checkPath(path, method)
        if scheme.lowercased() != "http", scheme.lowercased() != "https" { fail(.targetSchemeUnsupported) }
        try readAuthority()
        if let cookies { append("cookie", cookies) }
        // For everyone behind this, it is the GET that HTTP/1.1 has.
        let verb = request.wantsWebSocket ? "GET" : method
        if request.wantsWebSocket { append("upgrade", "websocket") }
        request.head.methodToken = request.head.append(verb)
        request.head.method = Array(verb.utf8).withUnsafeBytes { KnownMethod(token: $0) }
        request.head.target = request.head.append(request.failure == nil ? path : "/")
        return request
    }

    /// Keeps the first reason alone.
    private mutating func fail(_ failure: HTTP1Failure) { request.failure = request.failure ?? failure }

    private mutating func checkPath(_ path: String, _ method: String) throws(Malformed) {
        guard path.utf8.first == ASCII.slash || (path == "*" && method == "OPTIONS") else { throw .path }
        guard path.utf8.allSatisfy(ASCIISet.target.contains) else { throw .path }
        // As long as the request line would be.
        if method.utf8.count + path.utf8.count + 10 > limits.requestLine { fail(.requestLineTooLong) }
    }

    /// `:authority` stands for `Host`, and must agree with it (RFC 9113 §8.3.1).
    private mutating func readAuthority() throws(Malformed) {
        for name in [authority, host] {
            if let name, !Self.isAuthority(name) { throw .authority }
        }
        if let authority, let host {
            guard Self.agree(authority, host, defaultPort: scheme == "https" ? 443 : 80) else { throw .hostDisagrees }
        } else if let authority {
            append("host", authority)
        } else if host == nil {
            fail(.hostMissing)
        }
    }

    private mutating func append(_ name: String, _ value: String) {
        request.head.append(name: request.head.append(name), value: request.head.append(value))
    }

    // MARK: Grammar

    private static func isName(_ name: String) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { ASCIISet.token.contains($0) && ASCII.lowercased($0) == $0 }
    }

    /// No NUL, CR or LF anywhere, and no white space at the ends (RFC 9113 §8.2.1).
    private static func isValue(_ value: String) -> Bool {
        let bytes = value.utf8
        guard let first = bytes.first, let last = bytes.last else { return true }
        guard first != ASCII.space, first != ASCII.tab, last != ASCII.space, last != ASCII.tab else { return false }
        return bytes.allSatisfy { $0 >= ASCII.space && $0 != ASCII.delete || $0 == ASCII.tab }
    }

    private static func isAuthority(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { Authority($0) != nil }
    }

    private static func agree(_ one: String, _ other: String, defaultPort: Int) -> Bool {
        Array(one.utf8).withUnsafeBytes { one in
            Array(other.utf8).withUnsafeBytes { other in
                guard let one = Authority(one), let other = Authority(other) else { return false }
                return one.agrees(with: other, defaultPort: defaultPort)
            }
        }
    }
}
