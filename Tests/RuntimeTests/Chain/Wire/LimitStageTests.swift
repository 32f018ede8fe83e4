import HTTPTypes
import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("Over HTTP/2 as over HTTP/1.1: what limits calls", .timeLimit(.minutes(10)))
struct LimitStageTests {
    @Test("rates by address, by header and by user refuse with 429, and say where a client stands")
    func rates() async throws {
        let authentication = try SchemeFixture.authentication()
        try await TestServer.overBoth(
            routes: { routes in
                routes = Routes(authentication: authentication)
                routes.respond(
                    .get, "/ip", .text("in"), options: RouteOptions(rateLimit: RequestRate(2, per: .seconds(60))))
                routes.respond(
                    .get, "/key", .text("in"),
                    options: RouteOptions(rateLimits: [
                        RequestRate(10, per: .seconds(60), by: .all),
                        RequestRate(1, per: .seconds(60), by: .header("X-API-Key")),
                    ]))
                routes.respond(
                    .get, "/user", .text("in"),
                    options: RouteOptions(rateLimit: RequestRate(1, per: .seconds(600), by: .user), auth: ["tokens"]))
            }
        ) { server, client in
            for (left, status) in [(1, 200), (0, 200), (0, 429)] {
                let answer = try await client.ask("/ip")
                #expect(answer.status == status)
                #expect(answer["ratelimit-policy"] == "\"default\";q=2;w=60")
                #expect(answer["ratelimit"]?.hasPrefix("\"default\";r=\(left);t=") == true)
                #expect((answer["retry-after"] == "30") == (status == 429))
            }
            // Time is all that it takes.
            server.clock?.advance(.seconds(30))
            #expect(try await client.ask("/ip").status == 200)
            for (key, status) in [("one", 200), ("two", 200), ("one", 429), (nil, 200), (nil, 429)] {
                let answer = try await client.ask("/key", key.map { [("x-api-key", $0)] } ?? [])
                #expect(answer.status == status)
                #expect(answer["ratelimit-policy"] == "\"default\";q=10;w=60, \"key\";q=1;w=60")
            }
            for (name, status) in [("ann", 200), ("ann", 429), ("bob", 200)] {
                let answer = try await client.ask("/user", [("authorization", "Bearer ok-\(name)")])
                #expect(answer.status == status)
                #expect(answer["ratelimit-policy"] == "\"default\";q=1;w=600")
                #expect((answer["retry-after"] != nil) == (status == 429))
            }
        }
    }

    @Test("too many under way are 503; who is answered makes room, and who goes away when its handler has ended")
    func inFlight() async throws {
        try await Wire.expectSame { wire in
            let (valve, stubborn, gone) = (Valve(), Valve(), Signal())
            return try await TestServer.run(
                over: wire,
                routes: { routes in
                    routes.handle(.get, "/", options: RouteOptions(maxInFlight: 2)) { _, context in
                        let wish = context.request.header(.accept)
                        if wish == "quick" { return .text("quick") }
                        await withTaskCancellationHandler {
                            // Whatever becomes of its client.
                            await Task.detached { await (wish == "no" ? stubborn : valve).wait() }.value
                        } onCancel: {
                            gone.send()
                        }
                        return .text("done")
                    }
                }
            ) { _, client in
                let first = try await client.start("/")
                await valve.reached()
                let second = try await client.start("/", [("accept", "no")])
                await stubborn.reached()
                let refused = try await client.ask("/")
                #expect(refused.status == 503 && refused["retry-after"] == "1")
                valve.open()
                #expect(try await first.answer().text == "done")
                let third = try await client.start("/")
                await valve.reached()
                await second.cancel()
                await gone.wait()
                #expect(try await client.ask("/", [("accept", "quick")]).status == 503)
                stubborn.open()
                while try await client.look("/", [("accept", "quick")]).status != 200, !Task.isCancelled {}
                valve.open()
                #expect(try await third.answer().text == "done")
            }
        }
    }

    @Test("a route that fails is spared, and tried again when it has had time; no other is")
    func breaker() async throws {
        let fails = Atomic(true)
        try await Wire.expectSame { wire in
            fails.store(true, ordering: .relaxed)
            return try await TestServer.run(
                over: wire, clock: HandClock(), chance: { 0 },
                routes: { routes in
                    routes.handle(.get, "/flaky") { _, _ in
                        if fails.load(ordering: .relaxed) { throw HTTPError(.badGateway) }
                        return .text("well")
                    }
                    routes.handle(.get, "/picky") { _, _ in throw HTTPError.badRequest("no") }
                    routes.handle(.get, "/steady") { _, _ in .text("steady") }
                    routes.handle(.get, "/unguarded", options: RouteOptions(breaker: false)) { _, _ in
                        throw HTTPError(.badGateway)
                    }
                }
            ) { server, client in
                var statuses: [Int] = []
                for _ in 0..<10 { statuses.append(try await client.ask("/flaky").status) }
                #expect(statuses == [502, 502, 502, 502, 502, 502] + [503, 503, 503, 503])
                #expect(client.transcript.last?["retry-after"] == "1")
                for _ in 0..<10 {
                    #expect(try await client.ask("/picky").status == 400)
                    #expect(try await client.ask("/unguarded").status == 502)
                }
                #expect(try await client.ask("/steady").text == "steady")
                fails.store(false, ordering: .relaxed)
                await server.pass(.seconds(11))
                for _ in 0..<10 { #expect(try await client.ask("/flaky").text == "well") }
            }
        }
    }

    @Test("clients that go away say nothing about a route")
    func goneClients() async throws {
        try await Wire.expectSame { wire in
            let valve = Valve()
            let events = EventLog()
            return try await TestServer.run(
                over: wire, chance: { 0 },
                routes: { routes in
                    routes.handle(.get, "/slow") { _, context in
                        guard context.request.header(.accept) == "wait" else { return .text("quick") }
                        valve.arrive()
                        // Until it is cancelled.
                        try? await Task.sleep(for: .seconds(100))
                        events.add("cancelled")
                        throw HTTPError(.badGateway)
                    }
                }
            ) { _, client in
                for count in 1...12 {
                    let exchange = try await client.start("/slow", [("accept", "wait")])
                    await valve.reached()
                    await exchange.cancel()
                    await events.wait(count) { $0 == "cancelled" }
                }
                for _ in 0..<5 { #expect(try await client.ask("/slow").text == "quick") }
            }
        }
    }

    @Test("an overloaded service sheds; what it always takes, and what is answered already, go on")
    func shedding() async throws {
        let usage = Atomic(0)
        try await Wire.expectSame { wire in
            let valve = Valve()
            usage.store(0, ordering: .relaxed)
            let gauge = CPUGauge { CPUReading(used: UInt64(usage.load(ordering: .relaxed)), capacity: 1) }
            return try await TestServer.run(
                over: wire, clock: HandClock(), gauge: gauge, settings: { $0.chain.shedLatency = .zero },
                routes: { routes in
                    routes.add(
                        .get, "/work",
                        .async { _, _ in
                            await valve.wait()
                            return .text("done")
                        }, options: RouteOptions(unlimitedTime: true, kind: .request))
                    routes.handle(.get, "/quick") { _, _ in .text("quick") }
                    routes.handle(.get, "/always", options: RouteOptions(shed: false)) { _, _ in .text("always") }
                }
            ) { server, client in
                for _ in 0..<20 {
                    #expect(try await client.ask("/quick").status == 200)
                    server.clock?.advance(.milliseconds(100))
                }
                var waiting: [WireExchange] = []
                for _ in 0..<60 {
                    waiting.append(try await client.start("/work"))
                    await valve.reached()
                }
                // The average follows at each end of a request.
                for _ in 0..<30 { #expect(try await client.ask("/quick").status == 200) }
                usage.add(15_000_000_000, ordering: .relaxed)
                server.clock?.advance(.seconds(15))
                let shed = try await client.ask("/quick")
                #expect(shed.status == 503 && shed["retry-after"] == "1")
                #expect(try await client.ask("/always").text == "always")
                #expect(try await client.ask("/hello").text == "Hello")
                for _ in waiting { valve.open() }
                for exchange in waiting { #expect(try await exchange.answer().text == "done") }
            }
        }
    }

    @Test("a handler's time is its route's, whatever a client says; streams, events and long polls have no end")
    func times() async throws {
        let wishes = [[], [("accept", "text/event-stream")], [("grpc-timeout", "1H"), ("x-timeout", "3600")]]
        try await Wire.expectSame { wire in
            let valve = Valve()
            let events = AsyncStream<Int>.makeStream()
            return try await TestServer.run(
                over: wire, clock: HandClock(), chance: { 0 },
                routes: { routes in
                    routes.handle(.get, "/slow", options: RouteOptions(timeout: .milliseconds(100))) { _, _ in
                        valve.arrive()
                        try await Task.sleep(for: .seconds(100))
                        return .text("late")
                    }
                    routes.handle(.get, "/poll", options: RouteOptions(unlimitedTime: true)) { _, _ in
                        await valve.wait()
                        return .text("at last")
                    }
                    routes.handle(.get, "/events", options: RouteOptions(timeout: .milliseconds(100))) { _, _ in
                        .events(
                            EventStream<Int> { writer in
                                try await writer.send(1)
                                for await event in events.stream.prefix(1) { try await writer.send(event) }
                            })
                    }
                }
            ) { server, client in
                let stream = try await client.start("/events")
                #expect(try await stream.begin("data: 1").status == 200)
                let poll = try await client.start("/poll")
                await valve.reached()
                // None of these opts out of anything.
                for headers in wishes {
                    let slow = try await client.start("/slow", headers)
                    await valve.reached()
                    await server.pass(.milliseconds(700))
                    let answer = try await slow.answer()
                    #expect(answer.status == 503 && answer["retry-after"] == nil)
                }
                await server.pass(.seconds(3000))
                valve.open()
                #expect(try await poll.answer().text == "at last")
                events.continuation.yield(2)
                #expect(try await stream.rest() == "data: 1\n\ndata: 2\n\n")
            }
        }
    }

    @Test("what takes long is no measure: it doesn't trip the breaker")
    func longLived() async throws {
        try await Wire.expectSame { wire in
            try await TestServer.run(
                over: wire, clock: HandClock(), chance: { 0 },
                routes: { routes in
                    let fails: @Sendable (inout RequestReader, RequestContext) async throws -> Response = { _, _ in
                        throw HTTPError(.badGateway)
                    }
                    routes.handle(.get, "/poll", options: RouteOptions(unlimitedTime: true), fails)
                    routes.handle(.get, "/events", options: RouteOptions(kind: .stream), fails)
                    routes.handle(.get, "/report", options: RouteOptions(kind: .download), fails)
                }
            ) { (_, client) async throws in
                for path in ["/poll", "/events", "/report"] {
                    for _ in 0..<20 { #expect(try await client.ask(path).status == 502, "\(path)") }
                }
            }
        }
    }
}
