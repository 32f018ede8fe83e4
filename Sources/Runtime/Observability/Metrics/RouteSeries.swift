/// The series that requests are counted in: one for each route pattern and method, worked out once.
///
/// Routes beyond the limit share the pattern `other`, and requests that no route answers are `unmatched`.
struct RouteSeries: Sendable {
    /// What a series is called.
    struct Labels: Hashable, Sendable {
        let route: String
        let method: String
    }

    /// The pattern of requests that no route answers.
    static let unmatched = "unmatched"
    /// The pattern of routes beyond the limit.
    static let other = "other"

    let labels: [Labels]
    /// For each route, where its series are among `labels`; nine for each, one a method.
    private let places: [Int32]
    /// How many routes share the pattern `other`.
    let foldedRoutes: Int
    /// The routes that do, by their index.
    private let isFolded: [Bool]

    private static let methods = KnownMethod.allCases.count

    /// - Parameter limit: how many patterns have series of their own.
    init(_ routes: [Route], limit: Int) {
        var labels: [Labels] = []
        var known: [Labels: Int32] = [:]
        func place(_ pattern: String, _ method: KnownMethod) -> Int32 {
            let label = Labels(route: pattern, method: method == .other ? "other" : method.name)
            if let place = known[label] { return place }
            let place = Int32(truncatingIfNeeded: labels.count)
            labels.append(label)
            known[label] = place
            return place
        }
        var places: [Int32] = []
        places.reserveCapacity((routes.count + 1) * Self.methods)
        for method in KnownMethod.allCases { places.append(place(Self.unmatched, method)) }
        var patterns: Set<String> = []
        var folded: [Bool] = []
        for route in routes {
            let pattern = route.info.pattern
            let fits = patterns.contains(pattern) || patterns.count < limit
            if fits { patterns.insert(pattern) }
            folded.append(!fits)
            let name = fits ? pattern : Self.other
            let own = Self.methods(of: route.method)
            for method in KnownMethod.allCases {
                // What a route doesn't answer never comes to it.
                places.append(own.contains(method) ? place(name, method) : places[Int(method.rawValue)])
            }
        }
        self.labels = labels
        self.places = places
        isFolded = folded
        foldedRoutes = folded.count { $0 }
    }

    private static func methods(of method: RouteMethod) -> [KnownMethod] {
        switch method {
        case .get: [.get, .head]
        case .head: [.head]
        case .post: [.post]
        case .put: [.put]
        case .patch: [.patch]
        case .delete: [.delete]
        case .options: [.options]
        case .any: KnownMethod.allCases
        case .webSocket: [.get]
        }
    }

    /// The series of a request.
    @inline(__always)
    func index(_ route: Route?, _ method: KnownMethod) -> Int {
        let row = route.map { $0.index + 1 } ?? 0
        let place = row * Self.methods + Int(method.rawValue)
        return place < places.count ? Int(places[place]) : Int(method.rawValue)
    }

    /// Whether a route has no series of its own.
    func folds(_ route: Route) -> Bool { isFolded.indices.contains(route.index) && isFolded[route.index] }
}
