/// Finds the route of a request.
///
/// Segment by segment a literal comes before `{name}`, and `{name}` before `{name*}`; the order of declaration never matters.
/// If the most specific path does not answer the method, less specific ones are tried. A method comes before `ANY`, GET
/// answers HEAD, and a WebSocket answers a GET that asks for one. `{name*}` takes what is left, nothing too.
package final class Router: Sendable {
    /// All routes, in the order of their declaration.
    package let routes: [Route]
    private let root: RouterNode
    /// Paths without parameters, whole: the most common ones cost one look.
    private let literals: SegmentTable<RouterNode>
    private let allMethods: String
    /// What the routes' chains share.
    let chain: ServiceChain
    let envelope: Envelope?
    private let hooks: ServiceHooks
    /// What answers for paths that nothing has; nil leaves the runtime's answer.
    private let notFound: Route?

    /// Builds the tree.
    ///
    /// - Parameters:
    ///   - chain: what the routes' chains share (default: they do what the routes ask for and nothing else).
    ///   - authentication: the schemes with their keys (default: those that the routes were declared with).
    ///   - former: the router that this one takes over from: what it has counted of each route is counted on.
    /// - Throws: `RouteError` if a pattern is none, if two routes answer the same requests, or if one asks for a scheme that
    ///   isn't there: it must not be left open.
    package init(
        _ routes: Routes, chain: ServiceChain = .bare, authentication: Authentication? = nil, former: Router? = nil
    ) throws(RouteError) {
        if let error = routes.errors.first { throw error }
        let builder = RouterNode.Builder()
        var allow = AllowedMethods()
        var result: [Route] = []
        for entry in routes.entries {
            let index = result.count
            let before = former.flatMap { $0.routes.indices.contains(index) ? $0.routes[index] : nil }
            let layers = try RouteLayers(entry, chain.settings, authentication ?? routes.authentication, before?.layers)
            var layered = entry
            layered.endpoint = layers.wrap(entry.endpoint)
            let route = Route(routes.hooks.mapping(layered), layers, chain, index: index, former: before)
            try builder.insert(route, entry.pattern)
            allow.insert(entry.method)
            result.append(route)
        }
        var paths: [(key: [UInt8], value: RouterNode)] = []
        root = builder.build(path: [], literals: &paths)
        literals = SegmentTable(paths)
        self.routes = result
        self.chain = chain
        envelope = routes.envelope
        hooks = routes.hooks
        notFound = routes.hooks.notFound.map { Route(hook: $0, name: "notFound") }
        allMethods = allow.description
    }

    /// What of the service's own answers where no route does; nil if nothing.
    func fallback(_ match: RouteMatch) -> Route? {
        switch match {
        case .notFound: return notFound
        case .methodNotAllowed(let allow):
            guard let hook = hooks.methodNotAllowed else { return nil }
            return Route(
                hook: { request, context in
                    var response = try await hook(request, context)
                    if response.headers[.allow] == nil { response.headers[.allow] = allow }
                    return response
                }, name: "methodNotAllowed")
        case .found, .options, .upgradeRequired: return nil
        }
    }

    /// The route of a request, or why there is none.
    ///
    /// - Parameter method: asks for another method than the request's: a preflight does.
    package func match(_ head: RequestHead, _ target: RequestTarget, as method: KnownMethod? = nil) -> RouteMatch {
        if target.form == .asterisk { return .options(allow: allMethods) }
        let method = method ?? head.method
        let wantsWebSocket = head.has(.upgrade) && head.list(.upgrade, contains: "websocket")
        return target.withPath(head) { path in
            var search = RouteSearch(path, method, wantsWebSocket: wantsWebSocket)
            if let node = literals[path], let route = search.route(at: node) { return .found(route, .none) }
            if let route = search.find(from: root, at: path.count > 1 ? 0 : path.count) {
                var captures = search.captures
                captures.name(route.names)
                return .found(route, captures)
            }
            return search.failure
        }
    }
}

/// One walk down the tree.
private struct RouteSearch {
    let path: UnsafeRawBufferPointer
    let method: KnownMethod
    let wantsWebSocket: Bool
    var captures = PathCaptures.none
    private var allowed = AllowedMethods()
    private var hasPath = false
    private var needsUpgrade = false

    init(_ path: UnsafeRawBufferPointer, _ method: KnownMethod, wantsWebSocket: Bool) {
        self.path = path
        self.method = method
        self.wantsWebSocket = wantsWebSocket
    }

    /// What to say after a walk that found nothing.
    var failure: RouteMatch {
        if needsUpgrade { return .upgradeRequired }
        guard hasPath else { return .notFound }
        return method == .options
            ? .options(allow: allowed.description) : .methodNotAllowed(allow: allowed.description)
    }

    /// The best route below a node; `position` is at the slash before the next segment, or at the end.
    ///
    /// A node is reached by one way only, so no request costs more than the tree has nodes.
    mutating func find(from node: RouterNode, at position: Int) -> Route? {
        guard position < path.count else {
            if let route = route(at: node) { return route }
            return rest(of: node, from: path.count)
        }
        let start = position + 1
        var end = start
        while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
        if let next = node.literals[UnsafeRawBufferPointer(rebasing: path[start..<end])],
            let route = find(from: next, at: end)
        {
            return route
        }
        if let next = node.parameter {
            captures.append(ByteRange(start..<end))
            if let route = find(from: next, at: end) { return route }
            captures.removeLast()
        }
        return rest(of: node, from: start)
    }

    private mutating func rest(of node: RouterNode, from start: Int) -> Route? {
        guard let rest = node.rest, let route = route(at: rest) else { return nil }
        captures.append(ByteRange(start..<path.count))
        return route
    }

    /// The route of a node that answers the method.
    mutating func route(at node: RouterNode) -> Route? {
        guard !node.routes.isEmpty else { return nil }
        hasPath = true
        if method == .get, let socket = node[.webSocket] {
            if wantsWebSocket { return socket }
            if node[.get] == nil, node[.any] == nil { needsUpgrade = true }
        }
        if let exact = RouteMethod(method).flatMap({ node[$0] }) { return exact }
        if method == .head, let get = node[.get] { return get }
        if let any = node[.any] { return any }
        for method in RouteMethod.allCases where node[method] != nil { allowed.insert(method) }
        return nil
    }
}
