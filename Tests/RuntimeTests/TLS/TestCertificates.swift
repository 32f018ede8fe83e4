import Foundation
import NIOSSL

@testable import GatewayRuntime

/// The throw-away certificates beside this file.
enum TestCertificates {
    static func path(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Certificates/\(name)").path
    }

    /// Settings with a certificate that is good.
    static func settings(_ change: (inout TLSSettings) -> Void = { _ in }) -> TLSSettings {
        var settings = TLSSettings()
        settings.certificate = path("server.pem")
        settings.key = path("server.key")
        settings.reload = nil
        change(&settings)
        return settings
    }

    /// What a client needs that trusts these certificates alone.
    ///
    /// - Parameter name: the certificate that it shows.
    static func client(
        showing name: String? = nil, change: (inout TLSConfiguration) -> Void = { _ in }
    ) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMFile(path("authority.pem")))
        if let name {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(path("\(name).pem"))
                .map { .certificate($0) }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: path("\(name).key"), format: .pem))
        }
        change(&configuration)
        return try NIOSSLContext(configuration: configuration)
    }
}
