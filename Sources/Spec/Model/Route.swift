public import GatewayDiagnostics

/// One route with everything that its groups and the spec say about it.
///
/// It never changes, and is shared: checks and the generator hand it on again and again.
public final class Route: Sendable {
    /// The method, or `WS` for a WebSocket.
    public let method: RouteMethod
    /// The whole path, with the prefixes of its groups.
    public let path: PathTemplate
    /// Where the route's key is written.
    public let span: SourceSpan
    /// What happens to a request.
    public let action: RouteAction
    /// The names of the groups that it stands in, from outside in.
    public let groups: [String]
    /// What it takes from path, query, headers, cookies and form. Path parameters come first, in the path's order.
    public let parameters: [Parameter]
    /// The type of the body, which is JSON.
    public let body: TypeUse?
    /// How a body that is no JSON is taken, instead.
    public let rawBody: Spanned<RawBody>?
    /// The media types of a raw body; none leaves `text` with `text/*`, the others with any.
    public let accepts: [Spanned<String>]
    /// What it answers with.
    public let result: RouteResult
    /// The status of its answer, where the spec gives one (see `successStatus`).
    public let status: Spanned<Int>?
    /// Headers of its answer.
    public let headers: [Header]
    /// The types of its errors, by status.
    public let errors: [RouteError]
    /// What it is for.
    public let doc: String?
    /// Why not to use it any more (empty when only `deprecated: true` is given).
    public let deprecated: String?
    /// Limits and settings; the nearest of route, group and spec wins.
    public let policies: Policies
    /// Who may call it.
    public let auth: AuthRequirement
    /// The middlewares it passes through, from outside in.
    public let middleware: [Spanned<String>]

    /// Makes a route.
    public init(
        method: RouteMethod, path: PathTemplate, action: RouteAction, span: SourceSpan, groups: [String] = [],
        parameters: [Parameter] = [], body: TypeUse? = nil, rawBody: Spanned<RawBody>? = nil,
        accepts: [Spanned<String>] = [], result: RouteResult = .none, status: Spanned<Int>? = nil,
        headers: [Header] = [], errors: [RouteError] = [], doc: String? = nil, deprecated: String? = nil,
        policies: Policies = Policies(), auth: AuthRequirement = .open, middleware: [Spanned<String>] = []
    ) {
        self.method = method
        self.path = path
        self.action = action
        self.span = span
        self.groups = groups
        self.parameters = parameters
        self.body = body
        self.rawBody = rawBody
        self.accepts = accepts
        self.result = result
        self.status = status
        self.headers = headers
        self.errors = errors
        self.doc = doc
        self.deprecated = deprecated
        self.policies = policies
        self.auth = auth
        self.middleware = middleware
    }

    /// The status of a successful answer: as given, else 200, or 204 when nothing is returned.
    public var successStatus: Int {
        if let status { return status.value }
        if case .none = result, case .handler = action { return 204 }
        return 200
    }

    /// Where the route says what its body is, if it takes one.
    public var bodySpan: SourceSpan? { body?.span ?? rawBody?.span }

    /// The route's request line, as `POST /rooms/{room}/messages`.
    public var requestLine: String { "\(method.rawValue) \(path.text)" }
}

/// The methods that a route's key may begin with.
public enum RouteMethod: String, CaseIterable, Sendable {
    /// HTTP's methods.
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
    case options = "OPTIONS"
    /// Every method that has no route of its own on the path.
    case any = "ANY"
    /// A WebSocket.
    case webSocket = "WS"
}

/// A header with a fixed value.
public struct Header: Sendable {
    /// The header's name.
    public var name: Spanned<String>
    /// Its value.
    public var value: Spanned<String>

    /// Makes a header.
    public init(name: Spanned<String>, value: Spanned<String>) {
        self.name = name
        self.value = value
    }
}

/// What a handler answers with.
public enum RouteResult: Sendable {
    /// Nothing.
    case none
    /// JSON of a type.
    case type(TypeUse)
    /// Raw content with its content type.
    case raw(RawContent)
    /// Server-sent events, each a value of the type.
    case events(TypeUse)
}

/// Content that is not JSON.
public enum RawContent: String, CaseIterable, Sendable {
    /// `text/plain`, `text/html`, `application/octet-stream`, and a body written bit by bit.
    case text, html, binary, stream
}

/// How a request's body that is not JSON is taken.
public enum RawBody: String, CaseIterable, Sendable {
    /// UTF-8, all of it at once; bytes, all at once; bytes as they arrive.
    case text, binary, stream
}

/// The type of an error's body.
public struct RouteError: Sendable {
    /// The error's status.
    public var status: Spanned<Int>
    /// The body's type; nil is `Problem`, the problem document of RFC 9457 that the runtime writes.
    public var type: TypeUse?

    /// Makes an error.
    public init(status: Spanned<Int>, type: TypeUse?) {
        self.status = status
        self.type = type
    }
}
