import Foundation
import GatewayTLS
import NIOCore
import NIOSSL
import Testing

@testable import GatewayRuntime

@Suite("TLS", .timeLimit(.minutes(10)))
struct TLSTests {
    private static let hello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"

    private static func serve(
        clock: HandClock? = nil, _ change: (inout TLSSettings) -> Void = { _ in },
        routes: (inout Routes) -> Void = { _ in }, _ body: (TestServer) async throws -> Void
    ) async throws {
        try await TestServer.run(
            clock: clock, transports: [.tls], settings: { $0.tls = TestCertificates.settings(change) },
            routes: routes, body)
    }

    @Test("requests are answered as without it, one after another on a connection, and handlers see https")
    func answers() async throws {
        let declare: (inout Routes) -> Void = { routes in
            routes.immediate(.get, "/scheme") { .text($0.scheme + ($0.clientCertificate == nil ? "" : "!")) }
        }
        try await Self.serve(routes: declare) { server in
            #expect(server.address.isSecure)
            #expect(server.address.url.hasPrefix("https://127.0.0.1:"))
            let client = try await RawClient.connect(server.address, tls: TestCertificates.client())
            try await client.send(Self.hello + "GET /scheme HTTP/1.1\r\nHost: localhost\r\n\r\n")
            #expect(try await client.response()?.text == "Hello")
            #expect(try await client.response()?.text == "https")
            try await client.send(Self.hello)
            #expect(try await client.response()?.text == "Hello")
        }
    }

    @Test("large bodies go both ways, in one piece, as a stream and from a file")
    func large() async throws {
        let files = try FileTree()
        let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try files.write("large.bin", bytes)
        let path = files.path
        let declare: (inout Routes) -> Void = { routes in
            let echo = Endpoint.async { request, _ in .bytes(try await request.body.collect()) }
            routes.add(.post, "/echo", echo, options: RouteOptions(maxBody: 1 << 20))
            routes.file(.get, "/file", "\(path)/large.bin")
        }
        try await Self.serve(routes: declare) { server in
            let client = try await RawClient.connect(server.address, tls: TestCertificates.client())
            try await client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(bytes.count)\r\n\r\n")
            try await client.send(bytes)
            #expect(try await client.response()?.body == bytes)
            try await client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(try await client.response()?.body == bytes)
            try await client.send("GET /file HTTP/1.1\r\nHost: a\r\nRange: bytes=100000-300000\r\n\r\n")
            let part = try #require(try await client.response())
            #expect(part.status == 206)
            #expect(part.body == Array(bytes[100_000...300_000]))
            try await client.send(Self.hello)
            #expect(try await client.response()?.text == "Hello")
        }
        withExtendedLifetime(files) {}
    }

    @Test("a client that reads nothing is cut when its time is over, however much waits for it")
    func slowReader() async throws {
        let clock = HandClock()
        let files = try FileTree()
        try files.write("large.bin", [UInt8](repeating: 7, count: 30_000_000))
        let path = files.path
        let declare: (inout Routes) -> Void = { $0.file(.get, "/file", "\(path)/large.bin") }
        try await Self.serve(clock: clock, routes: declare) { server in
            let client = try await RawClient.connect(
                server.address, receiveBuffer: 4096, tls: TestCertificates.client())
            try await client.send(Self.hello)
            #expect(try await client.response()?.text == "Hello")
            try await client.stopReading()
            try await client.send("GET /file HTTP/1.1\r\nHost: a\r\n\r\n")
            let gone = Task {
                while server.server.openConnections > 0, !Task.isCancelled { await server.pass(.seconds(40)) }
            }
            let alarm = Task {
                try await Task.sleep(for: .seconds(240))
                gone.cancel()
            }
            await gone.value
            alarm.cancel()
            #expect(server.server.openConnections == 0)
        }
        withExtendedLifetime(files) {}
    }

    @Test("a client that doesn't agree on keys in time, or speaks something else, is cut")
    func handshakes() async throws {
        let clock = HandClock()
        try await Self.serve(clock: clock) { server in
            let silent = try await RawClient.connect(server.address)
            let secured = try await RawClient.connect(server.address, tls: TestCertificates.client())
            try await secured.send(Self.hello)
            #expect(try await secured.response()?.text == "Hello")
            let plain = try await RawClient.connect(server.address)
            try await plain.send(Self.hello)
            _ = try await plain.rest()
            #expect(server.server.openConnections == 2)
            await server.pass(.seconds(11))
            #expect(try await silent.rest().isEmpty)
            #expect(server.server.openConnections == 1)
            try await secured.send(Self.hello)
            #expect(try await secured.response()?.text == "Hello")
        }
    }

    @Test("a stopping server lets go of who has not agreed on keys yet")
    func drains() async throws {
        let settings: (inout ServiceSettings) -> Void = {
            $0.tls = TestCertificates.settings { _ in }
            $0.timeouts.drain = .seconds(600)
        }
        try await TestServer.run(transports: [.tls], settings: settings) { server in
            let silent = try await RawClient.connect(server.address)
            let client = try await RawClient.connect(server.address, tls: TestCertificates.client())
            try await client.send(Self.hello)
            #expect(try await client.response()?.text == "Hello")
            let begun = ContinuousClock.now
            await server.server.shutdown()
            // Far less than a drain may take, however much else the machine has to do.
            #expect(ContinuousClock.now - begun < .seconds(500))
            #expect(try await silent.rest().isEmpty)
            #expect(try await client.rest().isEmpty)
            #expect(server.server.openConnections == 0)
        }
    }

    @Test("older versions than the settings allow are refused")
    func versions() async throws {
        try await Self.serve {
            $0.minimumVersion = .tls13
        } _: { server in
            let old = try TestCertificates.client { $0.maximumTLSVersion = .tlsv12 }
            let client = try await RawClient.connect(server.address, tls: old)
            try? await client.send(Self.hello)
            #expect(try await client.response() == nil)
            let new = try await RawClient.connect(server.address, tls: TestCertificates.client())
            try await new.send(Self.hello)
            #expect(try await new.response()?.text == "Hello")
        }
        try await Self.serve { server in
            for version in [TLSVersion.tlsv11, .tlsv12] {
                let context = try TestCertificates.client {
                    $0.minimumTLSVersion = .tlsv1
                    $0.maximumTLSVersion = version
                }
                let client = try await RawClient.connect(server.address, tls: context)
                try? await client.send(Self.hello)
                #expect(try await client.response()?.text == (version == .tlsv12 ? "Hello" : nil))
            }
        }
    }

    @Test("clients with a certificate of the authority come in and are known; others don't")
    func clients() async throws {
        let declare: (inout Routes) -> Void = { routes in
            routes.immediate(.get, "/me") { request in
                guard let client = request.clientCertificate else { return .text("nobody") }
                let name = client.commonName ?? "-"
                return .text(([name] + client.names + [client.fingerprint]).joined(separator: " "))
            }
        }
        let me = "GET /me HTTP/1.1\r\nHost: a\r\n\r\n"
        let der = try #require(
            try NIOSSLCertificate.fromPEMFile(TestCertificates.path("client.pem")).first?.toDERBytes())
        let known =
            "billing billing.internal billing@example.com spiffe://shop/billing " + HexText.encode(SHA256.hash(der))
        for policy in TLSSettings.ClientPolicy.allCases {
            let change: (inout TLSSettings) -> Void = {
                $0.clientCA = TestCertificates.path("authority.pem")
                $0.clients = policy
            }
            try await Self.serve(change, routes: declare) { server in
                for (name, answer) in [("client", known), ("intruder", nil), ("server", nil)] {
                    let client = try await RawClient.connect(
                        server.address, tls: TestCertificates.client(showing: name))
                    try? await client.send(me)
                    #expect(try await client.response()?.text == answer, "\(name), \(policy)")
                }
                let nobody = try await RawClient.connect(server.address, tls: TestCertificates.client())
                try? await nobody.send(me)
                #expect(try await nobody.response()?.text == (policy == .require ? nil : "nobody"))
            }
        }
    }

    @Test("WebSockets behind TLS chat, and are closed with 1001 at the end")
    func webSockets() async throws {
        let live = try await LiveHub(tls: TestCertificates.settings())
        let context = try TestCertificates.client()
        var clients: [LiveClient] = []
        for name in ["ann", "bob"] {
            clients.append(
                try await LiveClient.connect(live.port, "/ws?name=\(name)", tls: context))
            await live.events.wait { $0 == "+\(name)" }
        }
        try await clients[0].say("hello")
        #expect(await clients[1].next() == .text("hello"))
        let large = String(repeating: "x", count: 60_000)
        try await clients[1].say(large)
        #expect(await clients[0].texts(2) == ["hello", large])
        try await clients[0].send(ClientFrame.close(1000))
        #expect(await clients[0].rest() == [.close(1000, "")])
        await live.stop()
        #expect(await clients[1].rest().last == .close(1001, "the server is going away"))
        #expect(live.hub.core.placesTaken == 0)
    }
}
