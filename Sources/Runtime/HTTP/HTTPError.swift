public import HTTPTypes

/// An error that a client may see: it becomes a problem document (RFC 9457) with this status.
///
/// Any other error that a handler throws becomes a 500 that says nothing but an id, which the log has too.
public struct HTTPError: Error, Sendable {
    /// The status of the answer.
    public var status: HTTPResponse.Status
    /// The kind of problem in a few words (default: the status' reason phrase).
    public var title: String
    /// What is wrong this time, and how to mend it; the client reads it.
    public var detail: String?
    /// Header fields of the answer.
    public var headers: HTTPFields
    /// What each part of the input breaks.
    public var violations: [Violation]
    /// The service's own number for the kind of error: `code` of the problem document or of the envelope (default none).
    public var code: Int?

    /// Makes an error of its parts.
    public init(
        _ status: HTTPResponse.Status, title: String? = nil, detail: String? = nil,
        headers: HTTPFields = HTTPFields(), violations: [Violation] = [], code: Int? = nil
    ) {
        self.status = status
        self.title = title ?? (status.reasonPhrase.isEmpty ? "Error" : status.reasonPhrase)
        self.detail = detail
        self.headers = headers
        self.violations = violations
        self.code = code
    }

    /// The same error as a problem document.
    public var problem: Problem {
        Problem(title: title, status: status.code, detail: detail, violations: violations, code: code)
    }
}

extension HTTPError {
    /// 400: the request can't be understood.
    public static func badRequest(_ detail: String? = nil) -> HTTPError { HTTPError(.badRequest, detail: detail) }

    /// 401: nobody knows who asks. `challenge` is the `WWW-Authenticate` header (RFC 9110 §11.6.1).
    public static func unauthorized(_ detail: String? = nil, challenge: String = "Bearer") -> HTTPError {
        HTTPError(.unauthorized, detail: detail, headers: [.wwwAuthenticate: challenge])
    }

    /// 403: known, but not allowed.
    public static func forbidden(_ detail: String? = nil) -> HTTPError { HTTPError(.forbidden, detail: detail) }

    /// 404: there is no such thing.
    public static func notFound(_ detail: String? = nil) -> HTTPError { HTTPError(.notFound, detail: detail) }

    /// 409: it does not fit the present state.
    public static func conflict(_ detail: String? = nil) -> HTTPError { HTTPError(.conflict, detail: detail) }

    /// 410: it was there once.
    public static func gone(_ detail: String? = nil) -> HTTPError { HTTPError(.gone, detail: detail) }

    /// 413: the body has more than `limit` bytes.
    public static func contentTooLarge(limit: Int) -> HTTPError {
        HTTPError(.contentTooLarge, detail: "the body may have at most \(limit) bytes")
    }

    /// 415: the body is of another type than `expected`.
    public static func unsupportedMediaType(expected: String) -> HTTPError {
        HTTPError(.unsupportedMediaType, detail: "the body must be \(expected)")
    }

    /// 422: understood, but it can't be done.
    public static func unprocessable(_ detail: String? = nil, violations: [Violation] = []) -> HTTPError {
        HTTPError(.unprocessableContent, detail: detail, violations: violations)
    }

    /// 429: too often. The client may come back after `retryAfter` (sent in whole seconds, rounded up).
    public static func tooManyRequests(retryAfter: Duration? = nil, _ detail: String? = nil) -> HTTPError {
        HTTPError(.tooManyRequests, detail: detail, headers: retryHeader(retryAfter))
    }

    /// 503: not now. The client may come back after `retryAfter` (sent in whole seconds, rounded up).
    public static func serviceUnavailable(retryAfter: Duration? = nil, _ detail: String? = nil) -> HTTPError {
        HTTPError(.serviceUnavailable, detail: detail, headers: retryHeader(retryAfter))
    }

    /// 501: what a generated stub answers until someone writes it.
    public static func notWritten(_ handler: String, in file: String) -> HTTPError {
        HTTPError(
            .notImplemented, title: "Handler not written yet",
            detail: "\(handler) has no code yet: write it in \(file)")
    }

    private static func retryHeader(_ duration: Duration?) -> HTTPFields {
        guard let duration else { return HTTPFields() }
        let parts = duration.components
        let seconds = min(max(parts.seconds, 0), 1 << 40)
        return [.retryAfter: "\(seconds + (parts.attoseconds > 0 ? 1 : 0))"]
    }
}
