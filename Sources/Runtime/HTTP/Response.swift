public import HTTPTypes

/// An HTTP response: what a handler answers.
///
/// The server adds `Date`, `Connection` and the framing (`Content-Length`, `Transfer-Encoding`) itself.
public struct Response: Sendable {
    /// The status.
    public var status: HTTPResponse.Status
    /// The media type of the body; nil sends none. A `Content-Type` among `headers` comes first.
    public var contentType: String?
    /// The other header fields.
    public var headers: HTTPFields
    /// The body.
    public var body: ResponseBody
    /// Whether the body is one JSON value, made of a value of the service's own.
    package var isValue = false
    /// What the body says, if it is a problem document of the runtime's making.
    package var problem: ProblemBox?
    /// Headers that come along unless the response has its own.
    package var standing: StandingHeaders?

    /// Makes a response of its parts.
    public init(
        status: HTTPResponse.Status = .ok, contentType: String? = nil, headers: HTTPFields = HTTPFields(),
        body: ResponseBody = .empty
    ) {
        self.status = status
        self.contentType = contentType
        self.headers = headers
        self.body = body
    }

    /// A value as JSON (`application/json`).
    public static func json(_ value: some JSONEncodable, status: HTTPResponse.Status = .ok) -> Response {
        var response = Response(
            status: status, contentType: "application/json", body: .bytes(JSONWriter.encode(value)))
        response.isValue = true
        return response
    }

    /// A value as JSON that the closure writes (`application/json`).
    public static func json<Value>(
        _ value: Value, status: HTTPResponse.Status = .ok, as write: (inout JSONWriter, Value) -> Void
    ) -> Response {
        var json = JSONWriter()
        write(&json, value)
        var response = Response(status: status, contentType: "application/json", body: .bytes(json.bytes))
        response.isValue = true
        return response
    }

    /// Plain text in UTF-8.
    public static func text(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, contentType: "text/plain; charset=utf-8", body: .bytes(Array(text.utf8)))
    }

    /// An HTML page in UTF-8.
    public static func html(_ html: String, status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, contentType: "text/html; charset=utf-8", body: .bytes(Array(html.utf8)))
    }

    /// Bytes of some type (default `application/octet-stream`).
    public static func bytes(
        _ bytes: [UInt8], contentType: String = "application/octet-stream", status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(status: status, contentType: contentType, body: .bytes(bytes))
    }

    /// A body that is made while it is sent.
    public static func stream(
        _ stream: ResponseStream, contentType: String = "application/octet-stream", status: HTTPResponse.Status = .ok
    ) -> Response {
        Response(status: status, contentType: contentType, body: .stream(stream))
    }

    /// Sends the client elsewhere (default 302; RFC 9110 §15.4).
    public static func redirect(to location: String, status: HTTPResponse.Status = .found) -> Response {
        var response = Response(status: status)
        response.headers[.location] = location
        return response
    }

    /// A status and nothing else (default 204).
    public static func empty(status: HTTPResponse.Status = .noContent) -> Response {
        Response(status: status)
    }

    /// A problem document (RFC 9457, `application/problem+json`) with the problem's status.
    public static func problem(_ problem: Problem) -> Response {
        var response = Response(
            status: HTTPResponse.Status(standard: problem.status), contentType: "application/problem+json",
            body: .bytes(JSONWriter.encode(problem)))
        response.problem = ProblemBox(problem)
        return response
    }
}
