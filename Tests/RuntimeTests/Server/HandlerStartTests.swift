import HTTPTypes
import NIOPosix
import Testing

@testable import GatewayRuntime

@Suite("Handlers on the event loop", .timeLimit(.minutes(10)))
struct HandlerStartTests {
    /// A server whose `/work` says whether its handler began on an event loop, and holds it for 5 ms if asked to.
    private static func run(
        hold: Duration? = .milliseconds(1),
        _ body: (_ ask: (_ path: String) async throws -> String) async throws -> Void
    ) async throws {
        let clock = HandClock()
        try await TestServer.run(
            clock: clock, settings: { $0.handlers.hold = hold },
            routes: { routes in
                routes.add(
                    .get, "/work",
                    .async { request, _ in
                        let isOnLoop = MultiThreadedEventLoopGroup.currentEventLoop != nil
                        if request.query["long"] != nil { clock.advance(.milliseconds(5)) }
                        return .text(isOnLoop ? "loop" : "pool")
                    })
            }
        ) { server in
            let client = try await server.connect()
            try await body { path in
                try await client.send("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
                return try #require(try await client.response()).text
            }
        }
    }

    @Test("a handler begins on its connection's loop; one that holds it twice begins on the pool for 16 calls")
    func holds() async throws {
        try await Self.run { ask in
            var places: [String] = []
            for path in ["/work", "/work?long=1", "/work?long=1"] { places.append(try await ask(path)) }
            #expect(places == ["loop", "loop", "loop"])
            places = []
            for _ in 0..<17 { places.append(try await ask("/work")) }
            #expect(places == Array(repeating: "pool", count: 16) + ["loop"])
        }
    }

    @Test("with handlers.hold 0s all begin on the pool, with 'off' none does")
    func extremes() async throws {
        try await Self.run(hold: .zero) { ask in
            let place = try await ask("/work")
            #expect(place == "pool")
        }
        try await Self.run(hold: nil) { ask in
            let places = [try await ask("/work?long=1"), try await ask("/work?long=1"), try await ask("/work")]
            #expect(places == ["loop", "loop", "loop"])
        }
    }

    @Test("2,000 requests in one go to a handler that answers at once are answered in full and in order")
    func burst() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(.get, "/echo", .async { request, _ in .text(request.query["n"] ?? "") })
        }) { server in
            let client = try await server.connect()
            let burst = (0..<2000).map { "GET /echo?n=\($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            try await client.send(burst)
            for number in 0..<2000 { #expect(try await client.response()?.text == "\(number)") }
        }
    }

    @Test("a handler that reads a body which is still to come begins on the loop and gets all of it")
    func body() async throws {
        try await TestServer.run(routes: { routes in
            routes.add(.post, "/length", .async { request, _ in .text("\(try await request.body.collect().count)") })
        }) { server in
            let client = try await server.connect()
            try await client.send(
                "POST /length HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.response()?.status == 100)
            try await client.send(String(repeating: "a", count: 60_000))
            try await client.send(String(repeating: "b", count: 40_000))
            #expect(try await client.response()?.text == "100000")
        }
    }
}
