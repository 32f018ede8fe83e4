import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("authentication")
struct AuthGateTests {
    private static func identify(_ schemes: [String], _ request: Request) async throws -> Identity {
        let gate = try #require(try SchemeFixture.authentication().gate(schemes))
        var request = request
        return try #require(try await gate.identify(&request))
    }

    private static func refusal(_ schemes: [String], _ request: Request) async throws -> HTTPError? {
        do {
            _ = try await identify(schemes, request)
            return nil
        } catch let error as HTTPError {
            return error
        }
    }

    private static func basic(_ text: String) -> HTTPFields {
        [.authorization: "Basic \(Base64.encode(Array(text.utf8)))"]
    }

    @Test("each way knows its own")
    func known() async throws {
        let key = try Request.test(.get, "/", headers: [.apiKey: "key-1"])
        #expect(try await Self.identify(["machine"], key) == Identity(scheme: "machine", subject: "robot"))
        #expect(try await Self.identify(["machine"], .test(.get, "/?key=key-1")).subject == "robot")
        let ann = try Request.test(.get, "/", headers: Self.basic("ann:pass:word"))
        #expect(try await Self.identify(["people"], ann)["sub"] == "ann")
        #expect(try await Self.identify(["partner"], SchemeFixture.signed()).subject == "acme")
        let token = try Request.test(.get, "/", headers: [.authorization: "bEARER  ok-bob"])
        #expect(try await Self.identify(["tokens"], token).text("deep.er") == "x")
        #expect(try await Self.identify(["machine", "tokens"], token).scheme == "tokens")
    }

    @Test("a gate for everyone lets in who brings nothing, as nobody, and refuses what is wrong")
    func optional() async throws {
        let gate = try #require(try SchemeFixture.authentication().gate(["machine", "tokens"], isOptional: true))
        func identify(_ headers: HTTPFields) async throws -> Identity? {
            var request = try Request.test(.get, "/", headers: headers)
            return try await gate.identify(&request)
        }
        #expect(try await identify([:]) == nil)
        #expect(try await identify([.authorization: "Basic YTpi"]) == nil)
        #expect(try await identify([.apiKey: "key-1"])?.subject == "robot")
        #expect(try await identify([.authorization: "Bearer ok-ann"])?.subject == "ann")
        for (headers, status) in [
            ([.apiKey: "wrong"], 401), ([.authorization: "Bearer no"], 401), ([.authorization: "Bearer down"], 503),
        ] as [(HTTPFields, Int)] {
            let error = await #expect(throws: HTTPError.self) { try await identify(headers) }
            #expect(error?.status.code == status)
        }
    }

    @Test("a token may stand in a cookie, or among a WebSocket's subprotocols")
    func places() async throws {
        let cookie = try Request.test(.get, "/", headers: [.cookie: "a=b; t=ok-eve"])
        #expect(try await Self.identify(["tokens"], cookie).subject == "eve")
        let protocols = try #require(HTTPField.Name("Sec-WebSocket-Protocol"))
        let offer = try Request.test(.get, "/", headers: [protocols: "chat, bearer, ok-zoe"])
        #expect(try await Self.identify(["tokens"], offer).subject == "zoe")
        for text in ["bearer", "ok-zoe, bearer", "chat"] {
            #expect(try await Self.refusal(["tokens"], .test(.get, "/", headers: [protocols: text]))?.status == 401)
        }
    }

    @Test("nobody gets a challenge of each way, and an answer that says no more")
    func nobody() async throws {
        let error = try #require(try await Self.refusal(["machine", "people", "partner", "tokens"], .test(.get, "/")))
        #expect(error.status == 401)
        #expect(error.detail == "this needs authentication")
        let challenges = error.headers[values: .wwwAuthenticate]
        #expect(
            challenges == [
                #"ApiKey realm="machine""#, #"Basic realm="people", charset="UTF-8""#, #"HMAC-SHA256 realm="partner""#,
                #"Bearer realm="tokens""#,
            ])
    }

    @Test("a token that is not taken says why, in RFC 6750's words and without breaking out of them")
    func bearer() async throws {
        let wrong = try Request.test(.get, "/", headers: [.authorization: "Bearer x"])
        let error = try #require(try await Self.refusal(["tokens"], wrong))
        #expect(
            error.headers[.wwwAuthenticate]
                == #"Bearer realm="tokens", error="invalid_token", error_description="no such token""#)
        let down = try Request.test(.get, "/", headers: [.authorization: "Bearer down"])
        #expect(try await Self.refusal(["tokens", "machine"], down)?.status == 503)
    }

    @Test(
        "what is wrong is refused",
        arguments: [
            "Basic", "Basic !", "Basic YW5u", "Basic \(Base64.encode(Array("ann:wrong".utf8)))",
            "Basic \(Base64.encode(Array("bob:pass:word".utf8)))", "Basic \(Base64.encode([0x61, 0x3A, 0xFF]))",
        ])
    func basic(value: String) async throws {
        let request = try Request.test(.get, "/", headers: [.authorization: value])
        #expect(try await Self.refusal(["people"], request)?.status == 401)
    }

    @Test("two Authorization headers are one too many")
    func twice() async throws {
        var headers = Self.basic("ann:pass:word")
        headers.append(HTTPField(name: .authorization, value: "Basic x"))
        #expect(try await Self.refusal(["people"], .test(.get, "/", headers: headers))?.status == 401)
    }

    // MARK: Signed requests

    @Test("a signature covers method, path, query, time, nonce and body")
    func covers() async throws {
        let good = try SchemeFixture.signed()
        let value = try #require(good.header(.authorization))
        let body = Array("{}".utf8)
        func status(_ method: HTTPRequest.Method, _ target: String, _ value: String, _ body: [UInt8]) async throws
            -> Int?
        {
            let request = try Request.test(method, target, headers: [.authorization: value], body: body)
            return try await Self.refusal(["partner"], request)?.status.code
        }
        #expect(try await status(.post, "/a?b=c", value, body) == nil)
        #expect(try await status(.put, "/a?b=c", value, body) == 401)
        #expect(try await status(.post, "/b?b=c", value, body) == 401)
        #expect(try await status(.post, "/a?b=d", value, body) == 401)
        #expect(try await status(.post, "/a", value, body) == 401)
        #expect(try await status(.post, "/a?b=c", value, body + [0x20]) == 401)
        #expect(try await status(.post, "/a?b=c", value.replacing("time=1000", with: "time=1001"), body) == 401)
        #expect(try await status(.post, "/a?b=c", value.replacing("cdef", with: "cdee"), body) == 401)
        #expect(try await status(.post, "/a?b=c", value.replacing("key=acme", with: "key=other"), body) == 401)
        #expect(try await status(.post, "/a?b=c", value + ", key=acme", body) == 401)
        #expect(
            try await status(.post, "/a?b=c", value.replacing("nonce=0123456789abcdef", with: "nonce=1"), body) == 401)
    }

    @Test("a signed request is taken once, and only near its time")
    func replay() async throws {
        let gate = try #require(try SchemeFixture.authentication().gate(["partner"]))
        var first = try SchemeFixture.signed()
        #expect(try await gate.identify(&first)?.subject == "acme")
        #expect(try await first.body.collect() == Array("{}".utf8), "the handler gets the body that was checked")
        var again = try SchemeFixture.signed()
        await #expect(throws: HTTPError.self) { try await gate.identify(&again) }
        for time in [Int64(939), 1061, .min, .max] {
            var late = try SchemeFixture.signed(time: time, nonce: "time-\(time)-0123456789abcdef")
            await #expect(throws: HTTPError.self, "\(time)") { try await gate.identify(&late) }
        }
        var edge = try SchemeFixture.signed(time: 940, nonce: "fedcba9876543210")
        #expect(try await gate.identify(&edge)?.subject == "acme")
    }

    // MARK: Settings

    @Test("all that is missing is said at once, with its place and its remedy")
    func missing() throws {
        let settings = try SchemeFixture.settings("port: 1")
        #expect {
            try Authentication(SchemeFixture.schemes, settings: settings, logger: LogLines().logger)
        } throws: { error in
            let text = "\(error)"
            return text.contains("error: auth.machine.keys is not set") && text.contains("auth.partner.keys is not set")
                && text.contains("etc/test.yaml under auth.people") && text.contains("$TEST_AUTH_PEOPLE_KEYS")
        }
    }

    @Test(
        "what is wrong with keys is said without them",
        arguments: [
            ("machine: { keys: [\"a:hunter2\"] }", "sha256:"), ("machine: { keys: [hunter2] }", "name:value"),
            ("people: { keys: [\"a:hunter2\"] }", "pbkdf2"), ("partner: { keys: [\"a:hunter2\"] }", "32 bytes"),
            ("partner: { file: /nowhere/hunter }", "no such file"),
        ])
    func wrong(section: String, message: String) throws {
        let settings = try SchemeFixture.settings("auth:\n  \(section)")
        #expect {
            try Authentication(SchemeFixture.schemes, settings: settings, logger: LogLines().logger)
        } throws: { error in
            "\(error)".contains(message) && !"\(error)".contains("hunter2")
        }
    }

    @Test("names and keys that nobody has a use for are findings")
    func unknown() throws {
        let settings = try SchemeFixture.settings(
            "auth:\n  machin: { keys: [\"a:b\"] }\n  machine: { secret: x }",
            environment: ["TEST_AUTH_MACHINE_FILE": "k"])
        let resolved = settings.auth.resolve(SchemeFixture.schemes)
        #expect(
            resolved.findings.contains { $0.contains("etc/test.yaml:2:3") && $0.contains("did you mean 'machine'?") })
        #expect(resolved.findings.contains { $0.contains("'secret' means nothing to 'machine'") })
        #expect(resolved.settings["machine"]?.file == "k")
    }

    @Test("--print-config shows names and never a secret")
    func printed() throws {
        let settings = try SchemeFixture.settings(SchemeFixture.config)
        let text = SettingsPrinter("test", settings, schemes: SchemeFixture.schemes).text
        #expect(text.contains("acme:***") && text.contains("# etc/test.yaml:7"))
        #expect(!text.contains(SchemeFixture.signingSecret) && !text.contains("pbkdf2"))
    }
}

extension HTTPField.Name {
    fileprivate static let apiKey = HTTPField.Name("X-API-Key") ?? .authorization
}
