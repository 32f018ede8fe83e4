import HTTPTypes
import NIOCore
import Testing

@testable import GatewayRuntime

@Suite("Whom trusted proxies ask for")
struct ForwardedTests {
    private static func proxies(
        _ trusted: String = "10.0.0.0/8, 2001:db8:1::/48", header: ProxySettings.Header = .xForwardedFor,
        host: Bool = false
    ) throws -> TrustedProxies {
        var settings = ProxySettings()
        settings.trusted = try SettingType<[TrustedPeer]>.peers.parse(trusted)
        settings.header = header
        settings.host = host
        return try #require(TrustedProxies(settings))
    }

    private static func ask(
        _ proxies: TrustedProxies, _ fields: [(String, String)], peer: String = "10.0.0.1"
    ) -> TrustedProxies.Client? {
        var list = HTTPFields()
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { list.append(HTTPField(name: name, value: value)) }
        }
        return proxies.client(RequestHead(target: "/", fields: list), peer: IPAddress(peer))
    }

    @Test(
        "from the right, past trusted proxies, to the first address that is not",
        arguments: [
            ("198.51.100.7", "198.51.100.7"),
            ("198.51.100.7, 10.0.0.2", "198.51.100.7"),
            // What the client wrote itself stands further left, and counts for nothing.
            ("127.0.0.1, 198.51.100.7", "198.51.100.7"),
            ("1.1.1.1, 10.9.9.9, 198.51.100.7, 10.0.0.2, 10.0.0.3", "198.51.100.7"),
            ("10.0.0.9, 10.0.0.8", "10.0.0.9"),
            ("2001:db8:2::5, 2001:db8:1::1", "2001:db8:2::5"),
            ("[2001:db8:2::5]:4711", "2001:db8:2::5"), ("[2001:db8:2::5]", "2001:db8:2::5"),
            ("198.51.100.7:4711", "198.51.100.7"), ("::ffff:198.51.100.7", "198.51.100.7"),
            (" 198.51.100.7\t", "198.51.100.7"),
            // Where a proxy wrote nothing that can be read, the nearest known is the proxy itself.
            ("198.51.100.7, unknown", "10.0.0.1"), ("198.51.100.7, unknown, 10.0.0.2", "10.0.0.2"), ("", "10.0.0.1"),
            (",", "10.0.0.1"), ("198.51.100.7,", "10.0.0.1"), ("198.51.100.07", "10.0.0.1"), ("1.2.3", "10.0.0.1"),
            ("fe80::1%eth0", "10.0.0.1"), ("[::1", "10.0.0.1"), ("[1.2.3.4]", "10.0.0.1"), ("[::1]x", "10.0.0.1"),
            ("198.51.100.7:port", "10.0.0.1"), ("' OR 1=1 --", "10.0.0.1"),
        ])
    func xForwardedFor(header: String, client: String) throws {
        #expect(Self.ask(try Self.proxies(), [("X-Forwarded-For", header)])?.address?.description == client)
    }

    @Test("several fields are one list")
    func several() throws {
        let fields = [
            ("X-Forwarded-For", "1.1.1.1"), ("X-Forwarded-For", "198.51.100.7"), ("X-Forwarded-For", "10.0.0.2"),
        ]
        #expect(Self.ask(try Self.proxies(), fields)?.address?.description == "198.51.100.7")
    }

    @Test("who writes thousands of addresses gets the last of them looked at")
    func many() throws {
        let header = String(repeating: "10.0.0.2, ", count: 5000) + "10.0.0.3"
        #expect(Self.ask(try Self.proxies(), [("X-Forwarded-For", header)])?.address?.description == "10.0.0.2")
    }

    @Test(
        "Forwarded, with quotes, ports, IPv6 and hidden nodes (RFC 7239)",
        arguments: [
            ("for=198.51.100.7;proto=https;by=10.0.0.1", "198.51.100.7", Bool?.some(true)),
            ("for=1.1.1.1;proto=http, For=\"198.51.100.7:80\" ; PROTO=\"https\"", "198.51.100.7", true),
            ("for=198.51.100.7;proto=https, for=10.0.0.2;proto=http", "198.51.100.7", true),
            ("for=\"[2001:db8:2::5]:4711\"", "2001:db8:2::5", nil),
            ("for=\"a,b;c\\\"\", for=198.51.100.7", "198.51.100.7", nil),
            ("for=198.51.100.7, for=_hidden;proto=https", "10.0.0.1", true),
            ("for=unknown", "10.0.0.1", nil), ("proto=https", "10.0.0.1", true), ("", "10.0.0.1", nil),
            (";;;,,,===", "10.0.0.1", nil), ("for=\"198.51.100.7", "10.0.0.1", nil),
        ])
    func forwarded(header: String, client: String, isSecure: Bool?) throws {
        let found = Self.ask(
            try Self.proxies(header: .forwarded), [("Forwarded", header), ("X-Forwarded-For", "9.9.9.9")])
        #expect(found?.address?.description == client)
        #expect(found?.isSecure == isSecure)
    }

    @Test("the other header says nothing, nor does a request without any")
    func other() throws {
        #expect(Self.ask(try Self.proxies(), [("Forwarded", "for=9.9.9.9")]) == nil)
        #expect(Self.ask(try Self.proxies(header: .forwarded), [("X-Forwarded-For", "9.9.9.9")]) == nil)
    }

    @Test("the scheme is what the nearest proxy says; the host is believed on request alone, and has the form of one")
    func schemeAndHost() throws {
        let fields = [("X-Forwarded-Proto", "http, https"), ("X-Forwarded-Host", "evil.example, shop.example:8443")]
        #expect(
            Self.ask(try Self.proxies(), fields) == .init(address: IPAddress("10.0.0.1"), isSecure: true, host: nil))
        #expect(Self.ask(try Self.proxies(host: true), fields)?.host == "shop.example:8443")
        for host in ["a b", "a/b", "user@host", "", String(repeating: "a", count: 256), "a\"b"] {
            #expect(Self.ask(try Self.proxies(host: true), [("X-Forwarded-Host", host)])?.host == nil)
        }
        #expect(Self.ask(try Self.proxies(), [("X-Forwarded-Proto", "javascript")])?.isSecure == nil)
    }

    @Test("ranges hold what they should")
    func ranges() throws {
        for (range, inside, outside) in [
            ("10.0.0.0/8", "10.255.255.255", "11.0.0.0"), ("192.0.2.1", "192.0.2.1", "192.0.2.2"),
            ("0.0.0.0/0", "203.0.113.9", "2001:db8::1"), ("2001:db8::/33", "2001:db8:7fff::1", "2001:db8:8000::"),
            ("2001:db8::1:0/112", "2001:db8::1:ffff", "2001:db8::2:0"), ("::1", "::1", "::2"),
            ("172.16.0.0/12", "::ffff:172.31.255.255", "::ffff:172.32.0.0"),
        ] {
            let peer = try #require(TrustedPeer(range))
            #expect(try peer.contains(#require(IPAddress(inside))), "\(inside) in \(range)")
            #expect(try !peer.contains(#require(IPAddress(outside))), "\(outside) in \(range)")
        }
        for bad in [
            "", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129", "/8", "host", "10.0.0.0/8/8", "10.0.0.0/+8",
        ] {
            #expect(TrustedPeer(bad) == nil, "\(bad)")
        }
        #expect(throws: SettingProblem.self) { try SettingType<[TrustedPeer]>.peers.parse("10.0.0.0/8, example.com") }
    }

    @Test("one client is one client on any listener: mapped addresses are IPv4's")
    func mapped() throws {
        let mapped = try SocketAddress(ipAddress: "::ffff:192.0.2.9", port: 1)
        let plain = try SocketAddress(ipAddress: "192.0.2.9", port: 2)
        let neighbour = try SocketAddress(ipAddress: "::ffff:192.0.2.10", port: 1)
        #expect(ConnectionGate.Address(mapped) == ConnectionGate.Address(plain))
        #expect(ConnectionGate.Address(mapped) != ConnectionGate.Address(neighbour))
    }
}

@Suite("Trusted proxies before a live server", .timeLimit(.minutes(10)))
struct TrustedProxyTests {
    private static func serve(_ trusted: String, _ body: (TestServer) async throws -> Void) async throws {
        let peers = try SettingType<[TrustedPeer]>.peers.parse(trusted)
        try await TestServer.run(
            settings: {
                $0.proxies.trusted = peers
                $0.log.access = .all
                $0.chain.hsts = .seconds(60)
            },
            routes: { routes in
                routes.handle(.get, "/who") { _, context in
                    .text("\(context.request.remoteAddress) \(context.request.scheme)")
                }
                routes.add(
                    .get, "/limited", .immediate { _ in .text("in") },
                    options: RouteOptions(rateLimit: RequestRate(1, per: .seconds(60))))
            }, body)
    }

    private static func get(_ path: String, _ more: String = "") -> String {
        "GET \(path) HTTP/1.1\r\nHost: a\r\n\(more)\r\n"
    }

    @Test("a trusted proxy's word counts for handlers, limits, logs and HSTS; each request's own, on one connection")
    func trusted() async throws {
        try await Self.serve("loopback") { server in
            let client = try await server.connect()
            for (headers, answer) in [
                ("X-Forwarded-For: 6.6.6.6, 198.51.100.7\r\nX-Forwarded-Proto: https\r\n", "198.51.100.7 https"),
                ("X-Forwarded-For: 2001:db8::7\r\n", "2001:db8::7 http"), ("", "127.0.0.1 http"),
            ] {
                try await client.send(Self.get("/who", headers))
                let response = try #require(try await client.response())
                #expect(response.text == answer)
                #expect((response["strict-transport-security"] == "max-age=60") == answer.hasSuffix("https"))
            }
            for (address, status) in [("198.51.100.7", 200), ("198.51.100.8", 200), ("198.51.100.7", 429)] {
                try await client.send(Self.get("/limited", "X-Forwarded-For: \(address)\r\n"))
                #expect(try await client.response()?.status == status)
            }
            #expect(server.logs.all.contains { $0.contains("/who") && $0.contains("from=198.51.100.7") })
        }
    }

    @Test("from anyone else the headers mean nothing", arguments: ["none", "10.0.0.0/8, unix"])
    func untrusted(trusted: String) async throws {
        try await Self.serve(trusted) { server in
            let client = try await server.connect()
            try await client.send(
                Self.get("/who", "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-Proto: https\r\nForwarded: for=6.6.6.6\r\n"))
            #expect(try await client.response()?.text == "127.0.0.1 http")
            for status in [200, 429] {
                try await client.send(Self.get("/limited", "X-Forwarded-For: 198.51.100.\(status)\r\n"))
                #expect(try await client.response()?.status == status)
            }
        }
    }
}
