import HTTPTypes

/// How a request's body is compressed (RFC 9110 §8.4).
package enum BodyCoding: Hashable, Sendable {
    case gzip, deflate

    /// What `Content-Encoding` says; nil for a body that is not compressed.
    ///
    /// - Throws: `HTTPError` 415 for codings that nobody knows here, and for several at once.
    static func of(_ head: RequestHead) throws(HTTPError) -> BodyCoding? {
        guard let value = head[.contentEncoding] else { return nil }
        switch StringRules.trimmed(value.lowercased()) {
        case "", "identity": return nil
        case "gzip", "x-gzip": return .gzip
        case "deflate": return .deflate
        default: throw unsupported("gzip, deflate")
        }
    }

    fileprivate static func unsupported(_ accepted: String) -> HTTPError {
        var error = HTTPError(
            .unsupportedMediaType,
            detail: accepted == "identity"
                ? "bodies are taken uncompressed" : "the body may be compressed with one of \(accepted)")
        // RFC 9110 §15.5.16: so that the client can tell it from a media type that isn't taken.
        error.headers[.acceptEncoding] = accepted
        return error
    }
}

extension ServerRules {
    /// How the body of a request for a route is to be inflated; nil if it is taken as it comes.
    ///
    /// - Throws: `HTTPError` 415.
    func bodyCoding(_ head: RequestHead, _ route: Route) throws(HTTPError) -> BodyCoding? {
        guard head.has(.contentEncoding), route.options.decompress else { return nil }
        let coding = try BodyCoding.of(head)
        if coding != nil, !settings.chain.decompress { throw BodyCoding.unsupported("identity") }
        return coding
    }
}

extension RequestBody {
    /// The same body, inflated while it is read; more than `limit` bytes of it are a 413.
    package func inflated(_ coding: BodyCoding, limit: Int) -> RequestBody {
        RequestBody(InflatedBody(self, coding), limit: limit)
    }
}
