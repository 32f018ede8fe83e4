/// A route as the router finds it.
package final class Route: Sendable {
    package let method: RouteMethod
    package let endpoint: Endpoint
    package let options: RouteOptions
    package let info: RouteInfo
    /// The names of the pattern's parameters, in their order.
    let names: [String]

    init(_ entry: Routes.Entry) {
        method = entry.method
        endpoint = entry.endpoint
        options = entry.options
        info = entry.info
        names = entry.pattern.names
    }
}
