public import GatewayDiagnostics

/// What a route does with a request.
public enum RouteAction: Sendable {
    /// Calls a function that the user writes.
    case handler(Spanned<String>)
    /// Upgrades to a WebSocket of a hub.
    case hub(HubBinding)
    /// Tells a hub's rooms and who is in them, as JSON.
    case presence(Spanned<String>)
    /// Forwards to an upstream.
    case proxy(Spanned<String>)
    /// Serves a file or a folder.
    case staticFiles(StaticFiles)
    /// Sends the client elsewhere.
    case redirect(Redirect)
    /// Answers what the spec says.
    case respond(FixedResponse)

    /// The action's key in the spec.
    public var key: String {
        switch self {
        case .handler: "handler"
        case .hub: "hub"
        case .presence: "presence"
        case .proxy: "proxy"
        case .staticFiles: "static"
        case .redirect: "redirect"
        case .respond: "respond"
        }
    }
}

/// A WebSocket route's hub and room.
public struct HubBinding: Sendable {
    /// The hub's name.
    public var hub: Spanned<String>
    /// The room that the client enters; nil is `main`.
    public var room: Template?

    /// The room of a route that names none.
    public static let defaultRoom = "main"

    /// Binds a route to a hub.
    public init(hub: Spanned<String>, room: Template? = nil) {
        self.hub = hub
        self.room = room
    }
}

/// Files that a route serves; paths are relative to the spec's folder or the package.
public struct StaticFiles: Sendable {
    /// A file, or a folder.
    public enum Source: Sendable {
        /// One file.
        case file(Spanned<String>)
        /// A folder; the path's `{rest*}` names the file in it.
        case directory(Spanned<String>)
    }

    /// What is served.
    public var source: Source
    /// How long a client may keep it (nil: it asks each time).
    public var cache: Duration?
    /// The file that a folder's path serves (default `index.html`).
    public var index: String?
    /// Whether compressed variants beside the files are sent.
    public var isPrecompressed = false

    /// Serves files.
    public init(source: Source, cache: Duration? = nil, index: String? = nil) {
        self.source = source
        self.cache = cache
        self.index = index
    }
}

/// A redirect.
public struct Redirect: Sendable {
    /// Where to: a path or an absolute URL.
    public var target: Spanned<String>
    /// 301, 302, 303, 307 or 308 (default 302).
    public var status: Int

    /// Makes a redirect.
    public init(target: Spanned<String>, status: Int = 302) {
        self.target = target
        self.status = status
    }
}

/// An answer that the spec spells out.
public struct FixedResponse: Sendable {
    /// The content of an answer.
    public enum Body: Sendable {
        /// No body.
        case empty
        /// Text, as `text/plain`.
        case text(String)
        /// A page, as `text/html`.
        case html(String)
        /// A value, as `application/json`.
        case json(Literal)
    }

    /// What is sent.
    public var body: Body
    /// Its status (default 200, or 204 without a body).
    public var status: Int
    /// Where the status is written, if it is.
    public var statusSpan: SourceSpan?
    /// Its headers.
    public var headers: [Header]

    /// Makes an answer.
    public init(body: Body, status: Int, statusSpan: SourceSpan? = nil, headers: [Header] = []) {
        self.body = body
        self.status = status
        self.statusSpan = statusSpan
        self.headers = headers
    }
}
