/// A place in the tree of patterns.
final class RouterNode: Sendable {
    let literals: SegmentTable<RouterNode>
    let parameter: RouterNode?
    let rest: RouterNode?
    /// One place for each `RouteMethod`; empty if no pattern ends here.
    let routes: [Route?]

    private init(
        literals: SegmentTable<RouterNode>, parameter: RouterNode?, rest: RouterNode?, routes: [Route?]
    ) {
        self.literals = literals
        self.parameter = parameter
        self.rest = rest
        self.routes = routes
    }

    subscript(_ method: RouteMethod) -> Route? {
        routes.isEmpty ? nil : routes[method.index]
    }

    /// A node while the tree is built.
    final class Builder {
        private var literals: [[UInt8]: Builder] = [:]
        private var parameter: Builder?
        private var rest: Builder?
        private var routes: [RouteMethod: Route] = [:]

        func insert(_ route: Route, _ pattern: RoutePattern) throws(RouteError) {
            var node = self
            for segment in pattern.segments { node = node.child(segment) }
            if let other = node.routes[route.method] {
                throw RouteError(
                    "\(route.method.rawValue) \(route.info.pattern) answers the same requests as "
                        + "\(other.method.rawValue) \(other.info.pattern): take one of them away")
            }
            node.routes[route.method] = route
        }

        private func child(_ segment: RoutePattern.Segment) -> Builder {
            switch segment {
            case .literal(let text): Self.made(&literals[text])
            case .parameter: Self.made(&parameter)
            case .rest: Self.made(&rest)
            }
        }

        private static func made(_ builder: inout Builder?) -> Builder {
            let result = builder ?? Builder()
            builder = result
            return result
        }

        /// The finished node; paths that need no parameter are collected on the way.
        func build(path: [UInt8]?, literals paths: inout [(key: [UInt8], value: RouterNode)]) -> RouterNode {
            var children: [(key: [UInt8], value: RouterNode)] = []
            for (segment, builder) in literals {
                let node = builder.build(path: path.map { $0 + [UInt8(ascii: "/")] + segment }, literals: &paths)
                children.append((segment, node))
            }
            let node = RouterNode(
                literals: SegmentTable(children), parameter: parameter?.build(path: nil, literals: &paths),
                rest: rest?.build(path: nil, literals: &paths),
                routes: routes.isEmpty ? [] : RouteMethod.allCases.map { routes[$0] })
            if let path, !routes.isEmpty { paths.append((path.isEmpty ? [UInt8(ascii: "/")] : path, node)) }
            return node
        }
    }
}
