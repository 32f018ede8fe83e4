/// A route as the router finds it.
package final class Route: Sendable {
    package let method: RouteMethod
    package let endpoint: Endpoint
    package let options: RouteOptions
    package let info: RouteInfo
    /// Its place among the router's routes.
    let index: Int
    /// The names of the pattern's parameters, in their order.
    let names: [String]
    /// What stands before the endpoint; nil if nothing does.
    let chain: RouteChain?
    /// What stands around the endpoint.
    let layers: RouteLayers
    /// Where its handler's calls start.
    let pace: HandlerPace

    /// - Parameter former: the same route before the settings changed: what it has counted is counted on.
    init(_ entry: Routes.Entry, _ layers: RouteLayers, _ service: ServiceChain, index: Int, former: Route?) {
        self.index = index
        self.layers = layers
        pace = former?.pace ?? HandlerPace()
        method = entry.method
        chain = RouteChain(entry.options, entry.endpoint, service, former: former?.chain)
        if case .prepared(let prepared) = entry.endpoint {
            if chain != nil {
                // The chain adds to each answer.
                endpoint = .immediate { _ in prepared.response }
            } else {
                var response = prepared.response
                StandingHeaders.pair(service.settings, entry.options.securityHeaders).plain?.add(to: &response.headers)
                endpoint = .prepared(PreparedResponse(response) ?? prepared)
            }
        } else {
            endpoint = entry.endpoint
        }
        options = entry.options
        info = entry.info
        names = entry.pattern.names
    }

    /// Whether it answers where no route does: no chain has seen its requests.
    var isHook: Bool { index < 0 }

    /// What answers where no route does.
    init(hook: @escaping @Sendable (Request, RequestContext) async throws -> Response, name: String) {
        index = -1
        method = .any
        endpoint = .async(hook)
        options = RouteOptions()
        info = RouteInfo(pattern: "", name: name)
        names = []
        chain = nil
        layers = RouteLayers()
        pace = HandlerPace()
    }
}
