import Testing

@testable import GatewayRuntime

struct HandshakeCase: Sendable, CustomTestStringConvertible {
    var name: String
    var method = "GET"
    var isHTTP11 = true
    var policy = HandshakePolicy()
    var status: Int

    /// What differs from a good request's fields.
    var fields: [String: [String]]

    init(
        _ name: String, _ fields: [String: [String]] = [:], method: String = "GET", isHTTP11: Bool = true,
        policy: HandshakePolicy = HandshakePolicy(), status: Int
    ) {
        self.name = name
        self.fields = fields
        self.method = method
        self.isHTTP11 = isHTTP11
        self.policy = policy
        self.status = status
    }

    var testDescription: String { name }
}

@Suite("The opening handshake")
struct HandshakeTests {
    static let good: [String: [String]] = [
        "host": ["chat.example.com"], "upgrade": ["websocket"], "connection": ["Upgrade"],
        "sec-websocket-key": ["dGhlIHNhbXBsZSBub25jZQ=="], "sec-websocket-version": ["13"],
    ]

    static func judge(_ example: HandshakeCase) -> Handshake.Outcome {
        let fields = good.merging(example.fields) { $1 }
        return Handshake.judge(method: example.method, isHTTP11: example.isHTTP11, policy: example.policy) {
            fields[$0] ?? []
        }
    }

    static let cases: [HandshakeCase] = [
        HandshakeCase("the RFC's request", status: 101),
        HandshakeCase(
            "other letters and other tokens",
            [
                "upgrade": ["h2c, WebSocket"], "connection": ["keep-alive,\tUPGRADE"],
            ], status: 101),
        HandshakeCase("tokens over several fields", ["connection": ["keep-alive", "upgrade"]], status: 101),
        HandshakeCase("POST", method: "POST", status: 405),
        HandshakeCase("HTTP/1.0", isHTTP11: false, status: 400),
        HandshakeCase("no Upgrade", ["upgrade": []], status: 426),
        HandshakeCase("another Upgrade", ["upgrade": ["websockets"]], status: 426),
        HandshakeCase("no Connection", ["connection": []], status: 400),
        HandshakeCase("another Connection", ["connection": ["close"]], status: 400),
        HandshakeCase("no version", ["sec-websocket-version": []], status: 426),
        HandshakeCase("version 8", ["sec-websocket-version": ["8"]], status: 426),
        HandshakeCase("two versions", ["sec-websocket-version": ["13", "8"]], status: 426),
        HandshakeCase("no key", ["sec-websocket-key": []], status: 400),
        HandshakeCase(
            "two keys", ["sec-websocket-key": Array(repeating: "dGhlIHNhbXBsZSBub25jZQ==", count: 2)], status: 400),
        HandshakeCase("a key of 15 bytes", ["sec-websocket-key": ["AAAAAAAAAAAAAAAAAAAA"]], status: 400),
        HandshakeCase("a key of 17 bytes", ["sec-websocket-key": ["AAAAAAAAAAAAAAAAAAAAAAA="]], status: 400),
        HandshakeCase("a key that is no base64", ["sec-websocket-key": ["dGhlIHNhbXBsZSBub25j!Q=="]], status: 400),
        HandshakeCase("the same host", ["origin": ["https://chat.example.com"]], status: 101),
        HandshakeCase("another host", ["origin": ["https://evil.example"]], status: 403),
        HandshakeCase(
            "two origins", ["origin": ["https://chat.example.com", "https://chat.example.com"]], status: 403),
        HandshakeCase("an origin but no host", ["origin": ["https://a"], "host": []], status: 403),
        HandshakeCase(
            "any origin", ["origin": ["https://evil.example"]], policy: HandshakePolicy(origins: .any), status: 101),
        HandshakeCase(
            "a subprotocol is wanted and missing",
            policy: HandshakePolicy(subprotocols: ["hub.v1"], requiresSubprotocol: true), status: 400),
    ]

    @Test("requests and the status they get", arguments: cases)
    func status(_ example: HandshakeCase) {
        switch Self.judge(example) {
        case .accept(let acceptance):
            #expect(example.status == 101)
            #expect(
                acceptance.fields == [
                    Handshake.Field(name: "Upgrade", value: "websocket"),
                    Handshake.Field(name: "Connection", value: "Upgrade"),
                    Handshake.Field(name: "Sec-WebSocket-Accept", value: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="),
                ])
            #expect(acceptance.negotiated == NegotiatedHandshake())
        case .refuse(let refusal):
            #expect(refusal.status == example.status, "\(refusal.reason)")
            #expect(!refusal.reason.isEmpty)
            let needs: [Int: [String]] = [405: ["Allow"], 426: ["Upgrade", "Connection"]]
            for field in needs[example.status] ?? [] { #expect(refusal.fields.contains { $0.name == field }) }
        }
    }

    @Test("a wrong version is told the right one")
    func version() {
        let outcome = Self.judge(HandshakeCase("", ["sec-websocket-version": ["7"]], status: 426))
        guard case .refuse(let refusal) = outcome else {
            Issue.record("accepted")
            return
        }
        #expect(refusal.fields.contains(Handshake.Field(name: "Sec-WebSocket-Version", value: "13")))
    }

    @Test("the server's preference decides among the subprotocols offered, and compression is answered")
    func negotiation() {
        let policy = HandshakePolicy(
            subprotocols: ["hub.v1", "json"],
            deflate: WebSocketDeflateSettings(serverContextTakeover: true, clientContextTakeover: true))
        let outcome = Self.judge(
            HandshakeCase(
                "",
                [
                    "sec-websocket-protocol": ["json, JSON", " chat ,hub.v1"],
                    "sec-websocket-extensions": ["permessage-deflate; client_max_window_bits"],
                ], policy: policy, status: 101))
        guard case .accept(let acceptance) = outcome else {
            Issue.record("refused")
            return
        }
        #expect(acceptance.negotiated.subprotocol == "hub.v1")
        #expect(
            acceptance.negotiated.deflate
                == WebSocketDeflateParameters(serverNoContextTakeover: false, clientNoContextTakeover: false))
        #expect(
            acceptance.fields.suffix(2) == [
                Handshake.Field(name: "Sec-WebSocket-Protocol", value: "hub.v1"),
                Handshake.Field(name: "Sec-WebSocket-Extensions", value: "permessage-deflate"),
            ])
    }

    @Test("SHA-1 and base64 as their RFCs' examples say")
    func digests() {
        let hex = { (bytes: [UInt8]) in bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
        #expect(hex(WebSocketKey.sha1([])) == "da39a3ee5e6b4b0d3255bfef95601890afd80709")
        #expect(hex(WebSocketKey.sha1(Array("abc".utf8))) == "a9993e364706816aba3e25717850c26c9cd0d89d")
        let long = Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8)
        #expect(hex(WebSocketKey.sha1(long)) == "84983e441c3bd26ebaae4aa1f95129e5e54670f1")
        #expect(
            hex(WebSocketKey.sha1(Array(repeating: 0x61, count: 1_000_000)))
                == "34aa973cd4c4daa4f61eeb2bdbad27316534016f")
        let words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"]
        let encoded = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
        #expect(words.map { WebSocketKey.base64(Array($0.utf8)) } == encoded)
        #expect(WebSocketKey.accept(for: "dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
    }

    static let originCases: [(origin: String, host: String?, policy: WebSocketOriginPolicy, allowed: Bool)] = [
        ("https://a.example", "a.example", .sameHost, true),
        ("HTTPS://A.Example", "a.EXAMPLE", .sameHost, true),
        ("https://a.example", "a.example:443", .sameHost, true),
        ("http://a.example:80", "a.example", .sameHost, true),
        ("http://a.example", "a.example:8080", .sameHost, false),
        ("http://a.example:8080", "a.example:8080", .sameHost, true),
        ("http://a.example:8081", "a.example:8080", .sameHost, false),
        ("http://127.0.0.1:8080", "127.0.0.1:8080", .sameHost, true),
        ("http://[::1]:8080", "[::1]:8080", .sameHost, true),
        ("http://[::1]", "[::1]", .sameHost, true),
        ("http://a.example.evil.example", "a.example", .sameHost, false),
        ("http://a.example@evil.example", "a.example", .sameHost, false),
        ("http://a.example/", "a.example", .sameHost, false),
        ("http://a.example:", "a.example", .sameHost, false),
        ("null", "null", .sameHost, false),
        ("null", nil, .any, true),
        ("", "a.example", .sameHost, false),
        ("://", "a.example", .sameHost, false),
        ("null", "a", .listed(["null"]), true),
        ("null", "a", .listed(["https://null"]), false),
        ("https://a.example", "x", .listed(["https://a.example"]), true),
        ("http://a.example", "x", .listed(["https://a.example"]), false),
        ("http://a.example", "x", .listed(["a.example"]), true),
        ("https://a.example:443", "x", .listed(["https://a.example"]), true),
        ("https://a.example:8443", "x", .listed(["https://a.example"]), false),
        ("https://a.example:8443", "x", .listed(["https://a.example:8443"]), true),
        ("https://a.example:8443", "x", .listed(["https://a.example:*"]), true),
        ("https://b.a.example", "x", .listed(["https://*.a.example"]), true),
        ("https://c.b.a.example", "x", .listed(["*.a.example"]), true),
        ("https://a.example", "x", .listed(["https://*.a.example"]), false),
        ("https://.a.example", "x", .listed(["https://*.a.example"]), false),
        ("https://evila.example", "x", .listed(["https://*.a.example"]), false),
        ("app://a.example", "x", .listed(["a.example"]), false),
        ("https://a.example", "a.example", .listed([]), false),
    ]

    @Test("origins", arguments: originCases)
    func origins(_ origin: String, _ host: String?, _ policy: WebSocketOriginPolicy, _ allowed: Bool) {
        #expect(policy.allows(origin: origin, host: host) == allowed)
    }
}
