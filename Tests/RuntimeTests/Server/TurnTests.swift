import Dispatch
import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("A loop's turn", .timeLimit(.minutes(10)))
struct TurnTests {
    /// What keeps a loop's thread until a test lets go of it.
    private final class Hold: Sendable {
        private let begun = DispatchSemaphore(value: 0)
        private let end = DispatchSemaphore(value: 0)

        /// Called on the loop.
        func hold() {
            begun.signal()
            _ = end.wait(timeout: .now() + 60)
        }

        /// Waits, off the loop, until it is held.
        func isHeld() async {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    self.begun.wait()
                    continuation.resume()
                }
            }
        }

        func letGo() { end.signal() }
    }

    @Test("a handler that takes its time keeps the answers before it for no longer than a millisecond")
    func slowHandlers() async throws {
        let (hold, answered) = (Hold(), Hold())
        let clock = HandClock()
        let calls = Atomic(0)
        try await TestServer.run(
            clock: clock,
            settings: { settings in
                settings.threads = 1
                settings.handlers.hold = nil
            },
            routes: { routes in
                routes.add(
                    .get, "/hold",
                    .async { _, _ in
                        hold.hold()
                        return .text("held")
                    })
                routes.add(
                    .get, "/slow",
                    .async { _, _ in
                        clock.advance(.milliseconds(2))
                        // The third holds the loop until somebody has the first's answer.
                        if calls.wrappingAdd(1, ordering: .relaxed).newValue == 3 { answered.hold() }
                        return .text("slow")
                    })
            }
        ) { server in
            let holder = try await server.connect()
            var clients: [RawClient] = []
            for _ in 0..<3 {
                let client = try await server.connect()
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.response()?.text == "Hello")
                clients.append(client)
            }
            try await holder.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            await hold.isHeld()
            for client in clients { try await client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n") }
            hold.letGo()
            try await withThrowingTaskGroup(of: String?.self) { group in
                for client in clients { group.addTask { try await client.response()?.text } }
                #expect(try await group.next() == "slow")
                answered.letGo()
                for try await text in group { #expect(text == "slow") }
            }
        }
    }

    @Test("more connections than a turn holds back ask in one turn: each has its answers, also those that end then")
    func manyAtOnce() async throws {
        let hold = Hold()
        try await TestServer.run(
            settings: { settings in
                settings.threads = 1
                settings.handlers.hold = nil
            },
            routes: { routes in
                routes.add(
                    .get, "/hold",
                    .async { _, _ in
                        hold.hold()
                        return .text("held")
                    })
                routes.add(.get, "/echo", .async { request, _ in .text(request.query["n"] ?? "") })
            }
        ) { server in
            let holder = try await server.connect()
            var clients: [RawClient] = []
            for _ in 0..<3 * ServerLoop.turnLimit / 2 {
                let client = try await server.connect()
                // Only who had an answer is surely accepted.
                try await client.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await client.response()?.text == "Hello")
                clients.append(client)
            }
            try await holder.send("GET /hold HTTP/1.1\r\nHost: a\r\n\r\n")
            await hold.isHeld()
            for (number, client) in clients.enumerated() {
                let last = number % 3 == 0 ? "Connection: close\r\n" : ""
                try await client.send(
                    "GET /echo?n=\(number) HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\(last)\r\n")
            }
            hold.letGo()
            #expect(try await holder.response()?.text == "held")
            for (number, client) in clients.enumerated() {
                #expect(try await client.response()?.text == "\(number)")
                #expect(try await client.response()?.text == "Hello")
                if number % 3 == 0 { #expect(try await client.rest().isEmpty) }
            }
        }
    }
}
