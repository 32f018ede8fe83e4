import Testing

@testable import GatewayRuntime

/// Picks routes the slow and obvious way.
private struct NaiveRouter {
    struct Route {
        let name: String
        let method: String
        let segments: [String]
    }

    let routes: [Route]

    init(_ routes: [String]) {
        self.routes = routes.map { name in
            let parts = name.split(separator: " ").map(String.init)
            return Route(name: name, method: parts[0], segments: parts[1].split(separator: "/").map(String.init))
        }
    }

    func answer(_ method: String, _ path: [String]) -> String {
        let matching = routes.compactMap { route in
            Self.values(route.segments, path).map { (route: route, values: $0) }
        }
        let able = matching.filter {
            [$0.route.method == method, $0.route.method == "ANY"].contains(true)
                || (method == "HEAD" && $0.route.method == "GET")
        }
        let best = able.min { Self.rank($0.route, method).lexicographicallyPrecedes(Self.rank($1.route, method)) }
        if let best { return best.route.name + best.values }
        guard !matching.isEmpty else { return "404" }
        let order = ["GET", "HEAD", "POST", "OPTIONS"]
        let allowed = matching.flatMap { $0.route.method == "GET" ? ["GET", "HEAD"] : [$0.route.method] } + ["OPTIONS"]
        return "405 " + order.filter { allowed.contains($0) }.joined(separator: ", ")
    }

    private static func values(_ pattern: [String], _ path: [String]) -> String? {
        var result = ""
        for (index, segment) in pattern.enumerated() {
            if segment.hasSuffix("*}") {
                guard index <= path.count else { return nil }
                return result + " \(segment.dropFirst().dropLast(2))=" + path[index...].joined(separator: "/")
            }
            guard index < path.count else { return nil }
            if segment.hasPrefix("{") {
                result += " \(segment.dropFirst().dropLast())=\(path[index])"
            } else if segment != path[index] {
                return nil
            }
        }
        return pattern.count == path.count ? result : nil
    }

    /// Literal, `{name}`, `{name*}` segment by segment, the shorter pattern first; then the method's own route before others.
    private static func rank(_ route: Route, _ method: String) -> [Int] {
        route.segments.map { $0.hasSuffix("*}") ? 3 : $0.hasPrefix("{") ? 2 : 1 }
            + [0, route.method == method ? 0 : route.method == "ANY" ? 2 : 1]
    }
}

@Suite("Router against an oracle")
struct RouterOracleTests {
    @Test("random routes and paths are matched as the obvious algorithm does", arguments: 0..<60)
    func agrees(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var shapes: Set<String> = []
        var routes: [String] = []
        for _ in 0..<Int.random(in: 1...40, using: &random) {
            var segments: [String] = []
            for depth in 0..<Int.random(in: 0...4, using: &random) {
                let kind = Int.random(in: 0..<10, using: &random)
                segments.append(kind < 6 ? ["a", "b", "cc"].randomElement(using: &random) ?? "a" : "{p\(depth)}")
            }
            if Int.random(in: 0..<5, using: &random) == 0 { segments.append("{rest*}") }
            let method = ["GET", "POST", "HEAD", "ANY"].randomElement(using: &random) ?? "GET"
            let route = "\(method) /" + segments.joined(separator: "/")
            if shapes.insert(route).inserted { routes.append(route) }
        }
        let router = try RouterTests.router(routes)
        let naive = NaiveRouter(routes)
        for _ in 0..<200 {
            let path = (0..<Int.random(in: 0...5, using: &random)).map { _ in
                ["a", "b", "cc", "d"].randomElement(using: &random) ?? "a"
            }
            let method = ["GET", "POST", "HEAD", "PUT"].randomElement(using: &random) ?? "GET"
            let line = "\(method) /" + path.joined(separator: "/")
            #expect(
                try RouterTests.answer(router, line) == naive.answer(method, path), "seed \(seed): \(line) in \(routes)"
            )
        }
    }
}
