import Foundation
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import GatewayRuntime
@testable import GatewayTLS

@Suite("Certificates", .timeLimit(.minutes(10)))
struct CertificateTests {
    /// Why a server with these settings doesn't start.
    private static func refusal(
        transports: [ServiceTransport] = [.tls], _ change: (inout ServiceSettings) -> Void
    ) async throws -> ServerError {
        var settings = ServiceSettings()
        settings.port = 0
        settings.threads = 1
        settings.tls = TestCertificates.settings()
        change(&settings)
        let server = try HTTPServer(
            routes: Routes(root: "/nowhere"), settings: settings, transports: transports, logger: LogLines().logger)
        return await #expect(throws: ServerError.self) { try await server.start() }
            ?? ServerError(code: .systemFailure, message: "")
    }

    @Test(
        "a file that is missing, broken, expired or not the right one is named with its setting and the remedy",
        arguments: [
            ("certificate", "missing.pem", "missing.pem can't be taken: there is no such file"),
            ("certificate", "server.key", "server.key has no certificate in PEM form"),
            ("certificate", "expired.pem", "expired.pem expired on "),
            ("key", "client.pem", "client.pem has no private key in PEM form"),
            ("key", "client.key", "client.key is not the key of "),
            ("key", "encrypted.key", "encrypted.key is encrypted. Write it without a password"),
            ("clientCA", "make.sh", "make.sh has no certificate in PEM form"),
            ("clientCA", "", "Certificates/ can't be taken: it is no regular file"),
        ])
    func findings(_ setting: String, _ file: String, _ message: String) async throws {
        let error = try await Self.refusal { settings in
            let path = TestCertificates.path("") + "/" + file
            switch setting {
            case "certificate": settings.tls.certificate = path
            case "key": settings.tls.key = path
            default: settings.tls.clientCA = path
            }
            settings.sources["tls.\(setting)"] = .file(path: "etc/shop.yaml", line: 7)
        }
        #expect(error.code == .badCertificate)
        #expect(error.message.hasPrefix("etc/shop.yaml:7: tls.\(setting): "))
        #expect(error.message.contains(message))
    }

    @Test("settings that don't fit together say so, and a program without TLS how it gets it")
    func settings() async throws {
        let alone = try await Self.refusal { $0.tls.key = nil }
        #expect(alone.message.hasPrefix("tls.certificate is set, and tls.key is not."))
        let keyless = try await Self.refusal { $0.tls.certificate = nil }
        #expect(keyless.message.hasPrefix("tls.key is set, and tls.certificate is not."))
        let plain = try await Self.refusal(transports: []) { _ in }
        #expect(plain.code == .transportMissing)
        #expect(plain.message.contains("'transports: [tls]'"))
        let listener = try await Self.refusal {
            $0.tls = TLSSettings()
            $0.listeners = [ListenAddress(.tcp(host: "127.0.0.1", port: 0), isSecure: true)]
        }
        #expect(
            listener.message
                == "https://127.0.0.1:0 needs a certificate. Set tls.certificate and tls.key, or write http://.")
        let relative = try await Self.refusal { $0.tls.certificate = "a.pem" }
        #expect(relative.message.hasPrefix("tls.certificate: /nowhere/a.pem can't be taken"))
    }

    @Test("new files are taken when they have been left alone; open connections stay; bad ones leave what was there")
    func reload() async throws {
        let files = try FileTree()
        func put(_ name: String, key: String? = nil) throws {
            for (file, kind) in [(name, "pem"), (key ?? name, "key")] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: TestCertificates.path("\(file).\(kind)")))
                try bytes.write(to: URL(fileURLWithPath: "\(files.path)/now.\(kind)"), options: .atomic)
            }
        }
        try put("server")
        let logs = LogLines()
        var settings = ServiceSettings()
        settings.tls.certificate = "now.pem"
        settings.tls.key = "now.key"
        let setup = TLSSetup(settings, root: files.path, protocols: ["http/1.1"], logger: logs.logger)
        let store = try CertificateStore(CertificateFiles(setup: setup), logger: logs.logger)
        let group = MultiThreadedEventLoopGroup.singleton
        let listener = try await ServerBootstrap(group: group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try store.secure(channel)
                    try channel.pipeline.syncOperations.addHandler(Echo())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let address = ServerAddress(host: "127.0.0.1", port: listener.localAddress?.port ?? 0)
        let first = try await RawClient.connect(address, tls: TestCertificates.client())
        #expect(try await first.serverName(address) == "first")

        try put("renewed")
        store.refresh()
        #expect(try await first.serverName(address) == "first", "one look is not enough")
        store.refresh()
        #expect(try await first.serverName(address) == "second")
        try await first.send("still here")
        #expect(String(decoding: try await first.bytes(10), as: UTF8.self) == "still here")
        #expect(logs.all.count { $0.contains("certificates read again") } == 1)

        try put("server", key: "client")
        for _ in 0..<3 { store.refresh() }
        #expect(try await first.serverName(address) == "second")
        let errors = logs.all.filter { $0.contains("changed certificates are not taken") }
        #expect(errors.count == 1)
        #expect(
            errors.first?.contains("tls.key: \(files.path)/now.key is not the key of \(files.path)/now.pem") == true)

        try FileManager.default.removeItem(atPath: "\(files.path)/now.pem")
        for _ in 0..<3 { store.refresh() }
        #expect(try await first.serverName(address) == "second")
        try put("server")
        for _ in 0..<2 { store.refresh() }
        #expect(try await first.serverName(address) == "first")
        try await listener.close()
    }

    @Test("the log says once a day that a certificate comes to its end")
    func expiry() async throws {
        let logs = LogLines()
        var settings = ServiceSettings()
        settings.tls = TestCertificates.settings()
        let setup = TLSSetup(settings, root: ".", protocols: ["http/1.1"], logger: logs.logger)
        let end = Double(try CertificateFiles(setup: setup).load().expiry)
        let time = Guarded(end - 15 * 86_400)
        let clock = WallClock { time.withLock { $0 } }
        let store = try CertificateStore(
            CertificateFiles(setup: setup, clock: clock), logger: logs.logger, clock: clock)
        #expect(logs.all.isEmpty)
        time.withLock { $0 = end - 13 * 86_400 }
        for _ in 0..<3 { store.refresh() }
        #expect(logs.all.count == 1)
        #expect(logs.all.first?.contains("the certificate expires soon") == true)
        time.withLock { $0 = end + 1 }
        for _ in 0..<3 { store.refresh() }
        #expect(logs.all.count == 2)
        #expect(logs.all.last?.contains("the certificate has expired") == true)
    }

    @Test("bytes that are no certificate, or end in its middle, have no names")
    func names() throws {
        let der = try #require(
            try NIOSSLCertificate.fromPEMFile(TestCertificates.path("client.pem")).first?.toDERBytes())
        #expect(SubjectNames(certificate: der).commonName == "billing")
        for count in 0..<der.count { _ = SubjectNames(certificate: Array(der.prefix(count))) }
        for index in der.indices {
            var broken = der
            broken[index] ^= 0xFF
            _ = SubjectNames(certificate: broken)
        }
        #expect(SubjectNames(certificate: [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]).commonName == nil)
    }
}

private final class Echo: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { context.writeAndFlush(data, promise: nil) }
}

extension RawClient {
    /// The common name that a server shows to a new client.
    fileprivate func serverName(_ address: ServerAddress) async throws -> String? {
        let name = Guarded<String?>(nil)
        let context = try TestCertificates.client()
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        let channel = try await bootstrap.channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(
                    NIOSSLClientHandler(context: context, serverHostname: "localhost"))
            }
        }.connect(host: address.host, port: address.port).get()
        // An empty write waits for the handshake.
        try await channel.writeAndFlush(ByteBuffer(string: "x")).get()
        let certificate = try await channel.nioSSL_peerCertificate().get()
        if let der = try certificate?.toDERBytes() {
            name.withLock { $0 = SubjectNames(certificate: der).commonName }
        }
        try await channel.close()
        return name.withLock { $0 }
    }
}
