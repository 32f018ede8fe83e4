import HTTPTypes
import NIOCore
import Synchronization

@testable import GatewayRuntime

/// Schemes with keys, whose clock stands at 1000.
enum SchemeFixture {
    static let signingSecret = "a secret of thirty-two bytes or more"

    static let schemes: [AuthScheme] = [
        .apiKey("machine", from: [.header("X-API-Key"), .query("key")]), .basic("people"),
        .signed("partner", skew: .seconds(60)),
        .token("tokens", from: [.bearer, .cookie("t"), .subprotocol], verifier: Tokens()),
    ]

    /// `ok-<name>` is a token.
    struct Tokens: TokenVerifier {
        func verify(_ token: String) async throws(TokenError) -> [String: JSONValue] {
            if token == "down" { throw .unavailable("the keys can't be had") }
            guard token.hasPrefix("ok-") else { throw .invalid("no \"such\" token") }
            return ["sub": .string(String(token.dropFirst(3))), "level": 3, "deep": ["er": "x"]]
        }
    }

    static func settings(_ text: String, environment: [String: String] = [:]) throws -> ServiceSettings {
        var loader = SettingsLoader(service: "test") { environment[$0] }
        loader.read(file: Array(text.utf8), path: "etc/test.yaml")
        return try loader.finish()
    }

    static var config: String {
        """
        auth:
          machine:
            keys: ["robot:sha256:\(HexText.encode(SHA256.hash(Array("key-1".utf8))))"]
          people:
            keys: ["ann:\(PasswordHash(password: "pass:word", iterations: 2).text)"]
          partner:
            keys: ["acme:\(signingSecret)"]
        """
    }

    static func authentication() throws -> Authentication {
        try Authentication(
            schemes, settings: try settings(config), logger: LogLines().logger, clock: WallClock { 1000 })
    }

    static func signed(
        _ method: HTTPRequest.Method = .post, _ target: String = "/a?b=c", body: String = "{}", time: Int64 = 1000,
        nonce: String = "0123456789abcdef", _ change: (inout RequestSignature) -> Void = { _ in }
    ) throws -> Request {
        var signature = RequestSignature(
            key: "acme", time: time, nonce: nonce, body: HexText.encode(SHA256.hash(Array(body.utf8))))
        let text = signature.text(method: method.rawValue, target: target)
        signature.signature = HexText.encode(HMAC(key: Array(signingSecret.utf8)).code(for: text))
        change(&signature)
        return try .test(
            method, target, headers: [.authorization: signature.headerValue], body: Array(body.utf8))
    }
}

/// Lets everyone in, and counts.
final class CountingEndpoint: WebSocketEndpoint {
    private let counts = Mutex((admitted: 0, abandoned: 0))

    var admitted: Int { counts.withLock { $0.admitted } }
    var abandoned: Int { counts.withLock { $0.abandoned } }
    var policy: HandshakePolicy { HandshakePolicy() }

    func admit(_ request: Request, _ context: RequestContext) async throws -> any WebSocketAdmission {
        counts.withLock { $0.admitted += 1 }
        return Place(endpoint: self)
    }

    private struct Place: WebSocketAdmission {
        let endpoint: CountingEndpoint

        func open(
            on channel: any Channel, isPlainSocket: Bool, response: ByteBuffer, leftover: ByteBuffer,
            handshake: NegotiatedHandshake, access: AccessTicket?
        ) {
            channel.writeAndFlush(response, promise: nil)
        }

        func abandon() { endpoint.counts.withLock { $0.abandoned += 1 } }
    }
}
