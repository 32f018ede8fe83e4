import GatewayTLS
import NIOCore
import NIOSSL
import Testing

@testable import GatewayRuntime

@Suite("fetching an issuer's keys", .timeLimit(.minutes(10)))
struct KeyFetchTests {
    private static let declare: @Sendable (inout Routes) -> Void = { routes in
        routes.immediate(.get, "/keys") { .text("keys \($0.target) \($0.authority ?? "")") }
        routes.respond(.get, "/large", .bytes([UInt8](repeating: 7, count: KeyFetch.limit + 1)))
        routes.redirect(.get, "/moved", to: "/keys")
        routes.handle(.get, "/never") { _, _ in
            try await Task.sleep(for: .seconds(60))
            return .text("late")
        }
    }

    private static var roots: NIOSSLTrustRoots {
        get throws { .certificates(try NIOSSLCertificate.fromPEMFile(TestCertificates.path("authority.pem"))) }
    }

    @Test("the body of a 200 comes back, with the query and the host asked for")
    func plain() async throws {
        try await TestServer.run(routes: Self.declare) { server in
            let url = "\(server.address.url)/keys?a=b%20c"
            let text = String(decoding: try await KeyFetch.get(url), as: UTF8.self)
            #expect(text == "keys /keys?a=b%20c 127.0.0.1:\(server.address.port)")
        }
    }

    @Test("HTTPS is checked: by whom the certificate is, and whose")
    func secure() async throws {
        try await TestServer.run(
            transports: [.tls], settings: { $0.tls = TestCertificates.settings() }, routes: Self.declare
        ) { server in
            let port = server.address.port
            let bytes = try await KeyFetch.get("https://localhost:\(port)/keys", roots: Self.roots)
            #expect(String(decoding: bytes, as: UTF8.self) == "keys /keys localhost:\(port)")
            // The system doesn't know the authority.
            await #expect(throws: (any Error).self) { try await KeyFetch.get("https://localhost:\(port)/keys") }
        }
        try await TestServer.run(
            transports: [.tls],
            settings: {
                $0.tls = TestCertificates.settings {
                    // By the same authority, for somebody else.
                    $0.certificate = TestCertificates.path("client.pem")
                    $0.key = TestCertificates.path("client.key")
                }
            }, routes: Self.declare
        ) { server in
            let url = "https://localhost:\(server.address.port)/keys"
            await #expect(throws: (any Error).self) { try await KeyFetch.get(url, roots: Self.roots) }
        }
    }

    @Test("anything but a 200, too much, too late and what is no address are errors")
    func errors() async throws {
        try await TestServer.run(routes: Self.declare) { server in
            for (path, reason, patience) in [
                ("/none", "it was answered with status 404", KeyFetch.patience),
                ("/moved", "it was answered with status 302", KeyFetch.patience),
                ("/large", "the answer has more than 1048576 bytes", KeyFetch.patience),
                ("/never", "it took too long", .milliseconds(500)),
            ] {
                await #expect("\(path)") {
                    try await KeyFetch.get(server.address.url + path, roots: .default, patience: patience)
                } throws: {
                    "\($0)" == reason
                }
            }
        }
        for url in ["ftp://a/b", "keys.json", "https://", "http://user:pass@host/", ""] {
            await #expect(throws: KeyFetchError.self, "\(url)") { try await KeyFetch.get(url) }
        }
    }
}
