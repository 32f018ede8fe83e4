extension Routes {
    /// Answers who is in which room of a hub, as JSON.
    public mutating func presence(
        _ method: RouteMethod, _ pattern: String, of hub: any AnyHub, options: RouteOptions = RouteOptions()
    ) {
        immediate(method, pattern, options: options) { _ in
            var response = Response.json(hub.rooms)
            response.headers[.cacheControl] = "no-store"
            return response
        }
    }
}
