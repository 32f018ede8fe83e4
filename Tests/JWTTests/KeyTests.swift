import Crypto
import CryptoExtras
import GatewayRuntime
import Logging
import Synchronization
import Testing

@testable import GatewayJWT

@Suite("keys of tokens")
struct KeyTests {
    private static let rsa = try? _RSA.Signing.PrivateKey(keySize: .bits2048)

    /// A private key's signature and its public key as PEM, for each algorithm.
    private static func pair(_ algorithm: JWTAlgorithm) throws -> (pem: String, sign: TokenMaker.Sign) {
        switch algorithm {
        case .es256:
            let key = P256.Signing.PrivateKey()
            return (key.publicKey.pemRepresentation, { Array(try key.signature(for: $0).rawRepresentation) })
        case .es384:
            let key = P384.Signing.PrivateKey()
            return (key.publicKey.pemRepresentation, { Array(try key.signature(for: $0).rawRepresentation) })
        case .es512:
            let key = P521.Signing.PrivateKey()
            return (key.publicKey.pemRepresentation, { Array(try key.signature(for: $0).rawRepresentation) })
        case .edDSA:
            let key = Curve25519.Signing.PrivateKey()
            let head: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
            let der = Base64.encode(head + key.publicKey.rawRepresentation)
            return (
                "-----BEGIN PUBLIC KEY-----\n\(der)\n-----END PUBLIC KEY-----\n", { Array(try key.signature(for: $0)) }
            )
        default:
            let key = try #require(rsa)
            let padding: _RSA.Signing.Padding =
                algorithm.rawValue.hasPrefix("RS") ? .insecurePKCS1v1_5 : .PSS
            return (
                key.publicKey.pemRepresentation,
                { message in
                    switch algorithm {
                    case .rs256, .ps256:
                        Array(
                            try key.signature(for: Crypto.SHA256.hash(data: message), padding: padding)
                                .rawRepresentation)
                    case .rs384, .ps384:
                        Array(try key.signature(for: SHA384.hash(data: message), padding: padding).rawRepresentation)
                    default:
                        Array(try key.signature(for: SHA512.hash(data: message), padding: padding).rawRepresentation)
                    }
                }
            )
        }
    }

    @Test(
        "a token is taken with its own public key from a PEM file, and with no other",
        arguments: JWTAlgorithm.allCases.filter { $0.leastSecret == nil })
    func publicKeys(algorithm: JWTAlgorithm) async throws {
        let (pem, sign) = try Self.pair(algorithm)
        let ring = FixedRing(try #require(try KeyFile.keys(Array(pem.utf8)).first))
        let token = try TokenMaker(algorithm: algorithm.rawValue, sign: sign).token()
        #expect(await JWTVerifier.test([algorithm], ring).refusal(token) == nil)
        let others = Set(JWTAlgorithm.allCases).subtracting([algorithm])
        #expect(await JWTVerifier.test(others, ring).refusal(token) != nil)
        if algorithm != .rs256, algorithm.rawValue.first != "R", algorithm.rawValue.first != "P" {
            let stranger = FixedRing(try #require(try KeyFile.keys(Array(Self.pair(algorithm).pem.utf8)).first))
            #expect(
                await JWTVerifier.test([algorithm], stranger).refusal(token) == "the token's signature is not valid")
        }
    }

    @Test(
        "a file of keys that won't do is told of, without its content",
        arguments: [
            ("", "neither"), ("{}", "no key"), ("{\"keys\":[]}", "no key"), ("{\"keys\":", "JSON"),
            ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "private key"),
            ("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "certificate"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "block 1"),
            (#"{"keys":[{"kty":"oct","k":"c2hvcnQ"},{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"new"}]}"#, "no key"),
            (
                #"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","use":"enc"}]}"#,
                "no key"
            ),
        ])
    func files(text: String, message: String) {
        #expect { try KeyFile.keys(Array(text.utf8)) } throws: { error in
            let problem = (error as? FileProblem)?.message ?? ""
            return problem.contains(message) && !problem.contains("AAAA")
        }
    }

    // MARK: Keys from an address

    /// An issuer whose answers a test writes.
    private final class Issuer: Sendable {
        let answers: Mutex<[Result<[UInt8], HTTPError>]>
        let asked = Mutex(0)
        let time = Mutex(1000.0)

        init(_ answers: [Result<[UInt8], HTTPError>]) { self.answers = Mutex(answers) }

        var ring: RemoteRing {
            RemoteRing(
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
                clock: WallClock { self.time.withLock { $0 } }
            ) {
                self.asked.withLock { $0 += 1 }
                return try self.answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.get()
            }
        }

        var count: Int { asked.withLock { $0 } }
        func pass(_ seconds: Double) { time.withLock { $0 += seconds } }

        static func set(_ ids: String...) -> Result<[UInt8], HTTPError> {
            let keys = ids.map { id in
                #"{"kty":"oct","kid":"\#(id)","k":"\#(TokenMaker.encode(Array(TokenMaker.secret.utf8)))"}"#
            }
            return .success(Array(#"{"keys":[\#(keys.joined(separator: ","))]}"#.utf8))
        }
    }

    private static func ids(_ ring: RemoteRing, _ id: String?) async -> [String] {
        ((try? await ring.keys(id: id)) ?? []).compactMap(\.id)
    }

    @Test("are fetched once for many, and kept")
    func cached() async {
        let issuer = Issuer([Issuer.set("a")])
        let ring = issuer.ring
        await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { #expect(await Self.ids(ring, "a") == ["a"]) } }
        }
        #expect(issuer.count == 1)
    }

    @Test("are fetched again for a new key, but not for each that a client makes up")
    func rotation() async {
        let issuer = Issuer([Issuer.set("a"), Issuer.set("a", "b")])
        let ring = issuer.ring
        #expect(await Self.ids(ring, "a") == ["a"])
        for _ in 0..<50 { _ = await Self.ids(ring, "made-up") }
        #expect(issuer.count == 1)
        issuer.pass(RemoteRing.pause)
        #expect(await Self.ids(ring, "b") == ["a", "b"])
        #expect(issuer.count == 2)
    }

    @Test("hold on when a fetch fails, for a day")
    func stale() async {
        let issuer = Issuer([Issuer.set("a"), .failure(.serviceUnavailable())])
        let ring = issuer.ring
        #expect(await Self.ids(ring, "a") == ["a"])
        issuer.pass(RemoteRing.patience - 1)
        #expect(await Self.ids(ring, "a") == ["a"])
        issuer.pass(1)
        #expect(await Self.ids(ring, "a") == [])
    }

    @Test("that were never had make tokens unavailable, not wrong")
    func down() async {
        let issuer = Issuer([.success(Array("<html>".utf8))])
        await #expect(throws: TokenError.unavailable("the keys of the tokens' issuer can't be had now")) {
            try await issuer.ring.keys(id: "a")
        }
    }

    @Test(
        "of another machine that come without TLS are warned of",
        arguments: [
            ("http://id.example.com/keys", 1), ("http://127.0.0.1.evil.example/keys", 1), ("http://localhostess/", 1),
            ("https://id.example.com/keys", 0), ("http://127.0.0.1:8080/keys", 0), ("http://localhost/keys", 0),
            ("http://[::1]:80/keys", 0),
        ])
    func cleartext(url: String, warnings: Int) throws {
        let lines = Mutex<[String]>([])
        let logger = Logger(label: "test") { _ in CountingHandler { line in lines.withLock { $0.append(line) } } }
        let scheme = AuthScheme.jwt("issued", algorithms: [.es256], keys: .url { _ in [] })
        _ = try Authentication([scheme], settings: .test("auth: { issued: { url: \"\(url)\" } }"), logger: logger)
        #expect(lines.withLock { $0.count { $0.contains("without TLS") } } == warnings)
    }

    private struct CountingHandler: LogHandler {
        let write: @Sendable (String) -> Void
        var metadata = Logger.Metadata()
        var logLevel = Logger.Level.info

        init(_ write: @escaping @Sendable (String) -> Void) { self.write = write }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) { write("\(event.message)") }
    }
}
