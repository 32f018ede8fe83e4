import Foundation
import GatewayTLS
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import GatewayRuntime

@Suite("The PROXY protocol before a live server", .timeLimit(.minutes(10)))
struct ProxyProtocolTests {
    private static let who = "GET /who HTTP/1.1\r\nHost: a\r\n\r\n"
    private static let line = "PROXY TCP4 203.0.113.9 10.0.0.1 56789 443\r\n"

    private static func serve(
        clock: HandClock? = nil, transports: [ServiceTransport] = [],
        settings change: (inout ServiceSettings) -> Void = { _ in }, _ body: (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.run(
            clock: clock, transports: transports,
            settings: { settings in
                settings.proxies.trusted = [TrustedPeer("127.0.0.1")].compactMap { $0 }
                settings.proxies.protocol = .v1v2
                change(&settings)
            },
            routes: { routes in
                routes.add(.get, "/who", .async { request, _ in .text("\(request.remoteAddress) \(request.scheme)") })
            }, body)
    }

    @Test("the client is whom the proxy names, in one piece with the request or byte by byte, for each request")
    func names() async throws {
        // Nobody is too slow, however busy the machine is.
        try await Self.serve(clock: HandClock()) { server in
            let whole = try await server.connect()
            try await whole.send(Self.line + Self.who)
            #expect(try await whole.response()?.text == "203.0.113.9 http")
            try await whole.send(Self.who)
            #expect(try await whole.response()?.text == "203.0.113.9 http")
            let dripping = try await server.connect()
            for byte in ProxyHeaderTests.binary(family: 0x21, ProxyHeaderTests.v6) { try await dripping.send([byte]) }
            try await dripping.send(Self.who)
            #expect(try await dripping.response()?.text == "2001:db8::9 http")
            let own = try await server.connect()
            try await own.send("PROXY UNKNOWN\r\n" + Self.who)
            #expect(try await own.response()?.text == "127.0.0.1 http")
            for client in [whole, dripping, own] { await client.close() }
            await until { server.server.openConnections == 0 }
            #expect(server.server.openConnections == 0)
        }
    }

    @Test("a trusted proxy without the header, or with a bad one, or too slow, is ended; others must not send it")
    func refuses() async throws {
        let clock = HandClock()
        try await Self.serve(clock: clock) { server in
            for text in [Self.who, "PROXY TCP4 x y 1 2\r\n" + Self.who] {
                let client = try await server.connect()
                try await client.send(text)
                #expect(try await client.rest().isEmpty)
            }
            await until { server.server.openConnections == 0 }
            let slow = try await server.connect()
            try await slow.send("PROXY TCP4")
            await until { server.server.openConnections == 1 }
            await server.pass(.seconds(11))
            #expect(try await slow.rest().isEmpty)
            await until { server.server.openConnections == 0 }
            #expect(server.server.openConnections == 0)
        }
        try await Self.serve(settings: { $0.proxies.trusted = [TrustedPeer("192.0.2.1")].compactMap { $0 } }) {
            server in
            let client = try await server.connect()
            try await client.send(Self.line + Self.who)
            #expect(try await client.response()?.status == 400)
            let other = try await server.connect()
            try await other.send(Self.who)
            #expect(try await other.response()?.text == "127.0.0.1 http")
        }
    }

    @Test("limits by address go by the client's; the proxy itself has none")
    func limits() async throws {
        try await Self.serve(settings: { $0.limits.connectionsPerIP = 1 }) { server in
            let first = try await server.connect()
            try await first.send(Self.line + Self.who)
            #expect(try await first.response()?.status == 200)
            let second = try await server.connect()
            try await second.send(Self.line + Self.who)
            #expect(try await second.response()?.status == 429)
            let other = try await server.connect()
            try await other.send("PROXY TCP4 203.0.113.10 10.0.0.1 56789 443\r\n" + Self.who)
            #expect(try await other.response()?.status == 200)
            await first.close()
            await until { server.server.openConnections == 1 }
            let again = try await server.connect()
            try await again.send(Self.line + Self.who)
            #expect(try await again.response()?.status == 200)
        }
    }

    @Test("a client that is a trusted proxy itself is believed in what it says of its own")
    func chained() async throws {
        try await Self.serve { server in
            let client = try await server.connect()
            try await client.send("PROXY TCP4 127.0.0.1 10.0.0.1 56789 443\r\n")
            try await client.send("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.7\r\n\r\n")
            #expect(try await client.response()?.text == "198.51.100.7 http")
            let untrusted = try await server.connect()
            try await untrusted.send(Self.line)
            try await untrusted.send("GET /who HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.7\r\n\r\n")
            #expect(try await untrusted.response()?.text == "203.0.113.9 http")
        }
    }

    @Test("it stands before TLS")
    func beforeTLS() async throws {
        try await Self.serve(transports: [.tls], settings: { $0.tls = TestCertificates.settings { _ in } }) { server in
            let client = try await RawClient.connect(
                server.address, preface: Array(Self.line.utf8), tls: TestCertificates.client())
            try await client.send(Self.who)
            #expect(try await client.response()?.text == "203.0.113.9 https")
            try await client.send(Self.who)
            #expect(try await client.response()?.text == "203.0.113.9 https")
        }
    }

    @Test("it can be switched on and off while the service runs")
    func live() async throws {
        try await Self.serve { server in
            var settings = server.server.settings
            settings.proxies.protocol = .off
            let change = try server.server.change(to: settings)
            await change.takesEffect()
            let plain = try await server.connect()
            try await plain.send(Self.who)
            #expect(try await plain.response()?.text == "127.0.0.1 http")
        }
    }
}
