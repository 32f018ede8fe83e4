/// The methods that a path answers, as the `Allow` header lists them: always in the same order.
struct AllowedMethods: CustomStringConvertible {
    private var methods: Set<RouteMethod> = [.options]

    /// Adds what a route answers: GET answers HEAD too, and a WebSocket starts as a GET.
    mutating func insert(_ method: RouteMethod) {
        switch method {
        case .get: methods.formUnion([.get, .head])
        case .webSocket: methods.insert(.get)
        case .any: methods.formUnion([.get, .head, .post, .put, .patch, .delete])
        case .head, .post, .put, .patch, .delete, .options: methods.insert(method)
        }
    }

    var description: String {
        RouteMethod.allCases.filter { methods.contains($0) }.map(\.rawValue).joined(separator: ", ")
    }
}
