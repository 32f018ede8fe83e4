public import HTTPTypes

/// An HTTP request as handlers see it. Copies share one storage.
public struct Request: Sendable {
    private final class Storage: Sendable {
        let head: RequestHead
        let target: RequestTarget
        let captures: PathCaptures
        let connection: ConnectionInfo
        let body: RequestBody
        /// What the request was before it got another body.
        let origin: Storage?
        /// Header fields that handlers and middlewares add to the answer, whatever it will be.
        let additions = Guarded<[HTTPField]>([])

        init(
            head: RequestHead, target: RequestTarget, captures: PathCaptures, connection: ConnectionInfo,
            body: RequestBody, origin: Storage?
        ) {
            self.head = head
            self.target = target
            self.captures = captures
            self.connection = connection
            self.body = body
            self.origin = origin
        }
    }

    private let storage: Storage

    package init(
        head: RequestHead, target: RequestTarget, captures: PathCaptures = .none, connection: ConnectionInfo = .none,
        body: RequestBody = RequestBody()
    ) {
        storage = Storage(
            head: head, target: target, captures: captures, connection: connection, body: body, origin: nil)
    }

    private init(storage: Storage) { self.storage = storage }

    /// The same request with another body.
    package func with(body: RequestBody) -> Request {
        Request(
            storage: Storage(
                head: storage.head, target: storage.target, captures: storage.captures, connection: storage.connection,
                body: body, origin: storage.origin ?? storage))
    }

    package var head: RequestHead { storage.head }
    package var requestTarget: RequestTarget { storage.target }
    package var captures: PathCaptures { storage.captures }
    package var connection: ConnectionInfo { storage.connection }

    /// Adds a header field to the request's answer, whatever it will be.
    func addToAnswer(_ field: HTTPField) { (storage.origin ?? storage).additions.withLock { $0.append(field) } }

    /// The response with what was added.
    func answer(_ response: Response) -> Response {
        let fields = (storage.origin ?? storage).additions.withLock { $0 }
        guard !fields.isEmpty else { return response }
        var response = response
        for field in fields { response.headers.append(field) }
        return response
    }

    /// The method, such as `.get`.
    public var method: HTTPRequest.Method {
        storage.head.method.method ?? HTTPRequest.Method(storage.head.string(storage.head.methodToken)) ?? .get
    }

    /// The target of the request line as it was sent.
    public var target: String { storage.head.string(storage.head.target) }

    /// The canonical path: percent-decoded once, `%2F` kept, no slash at the end.
    public var path: String { storage.target.path(storage.head) }

    /// The parameters behind the `?`.
    public var query: QueryParameters {
        QueryParameters(bytes: storage.head.bytes, range: storage.target.query?.range ?? 0..<0)
    }

    /// All header fields, built on each call; to look at one, `header(_:)` is cheaper.
    public var headers: HTTPFields { storage.head.headerFields }

    /// The value of a header; several fields of one name are joined by commas (RFC 9110 §5.2).
    public func header(_ name: HTTPField.Name) -> String? { storage.head.value(of: name) }

    /// The cookies that the client sent.
    public var cookies: Cookies { Cookies(header: storage.head[.cookie]) }

    /// What the `{names}` of the route's pattern stand for.
    public var pathParameters: PathParameters { storage.captures.parameters(storage.target, storage.head) }

    /// The value of one `{name}` of the route's pattern.
    package func pathParameter(_ name: String) -> String? {
        guard let range = storage.captures.range(of: name) else { return nil }
        return storage.target.withPath(storage.head) { path in
            range.end <= path.count ? String(decoding: path[range.range], as: UTF8.self) : nil
        }
    }

    /// The client's address without its port: the connection's, or what a trusted proxy says (`proxies.trusted`).
    public var remoteAddress: String { storage.connection.remoteAddress }

    /// `http` or `https`: the connection's, or what a trusted proxy says.
    public var scheme: String { storage.connection.scheme }

    /// The certificate that the client showed (mTLS); nil without one.
    public var clientCertificate: ClientCertificate? { storage.connection.client }

    /// The host and port that the client asked for (RFC 9110 §7.2), or what a trusted proxy says (`proxies.host`).
    public var authority: String? {
        storage.connection.host ?? storage.target.authority.map { storage.head.string($0) } ?? storage.head[.host]
    }

    /// The body; it can be read once.
    public var body: RequestBody { storage.body }
}
