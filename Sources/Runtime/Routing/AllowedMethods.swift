/// The methods that a path answers, as the `Allow` header lists them: always in the same order.
struct AllowedMethods: CustomStringConvertible {
    /// One bit for each route method, by its place.
    private var bits: UInt16 = 1 << UInt16(RouteMethod.options.index)

    /// Adds what a route answers: GET answers HEAD too, and a WebSocket starts as a GET.
    mutating func insert(_ method: RouteMethod) {
        switch method {
        case .get: add(.get, .head)
        case .webSocket: add(.get)
        case .any: add(.get, .head, .post, .put, .patch, .delete)
        case .head, .post, .put, .patch, .delete, .options: add(method)
        }
    }

    private mutating func add(_ methods: RouteMethod...) {
        for method in methods { bits |= 1 << UInt16(method.index) }
    }

    var description: String {
        RouteMethod.allCases.filter { bits & (1 << UInt16($0.index)) != 0 }.map(\.rawValue).joined(separator: ", ")
    }
}
