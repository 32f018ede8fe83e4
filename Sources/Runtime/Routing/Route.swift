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
    /// Where its handler's calls start.
    let pace = HandlerPace()

    init(_ entry: Routes.Entry, _ service: ServiceChain, index: Int) {
        self.index = index
        method = entry.method
        chain = RouteChain(entry.options, entry.endpoint, service)
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

    /// What answers where no route does.
    init(hook: @escaping @Sendable (Request, RequestContext) async throws -> Response, name: String) {
        index = -1
        method = .any
        endpoint = .async(hook)
        options = RouteOptions()
        info = RouteInfo(pattern: "", name: name)
        names = []
        chain = nil
    }
}
