import GatewayRuntime
import NIOCore
import NIOSSL

/// The files of the settings, read and made into what connections need; each finding names its setting and its remedy.
struct CertificateFiles: Sendable {
    /// What they were made into.
    struct Loaded: Sendable {
        let context: NIOSSLContext
        /// When the first certificate of the chain ends, in seconds since 1970.
        let expiry: Int
    }

    private let setup: TLSSetup
    private let clock: WallClock

    init(setup: TLSSetup, clock: WallClock = .system) {
        self.setup = setup
        self.clock = clock
    }

    /// What the file system says of each file; as long as it is the same, so are the files.
    var statuses: [FileStatus?] {
        [setup.settings.certificate, setup.settings.key, setup.settings.clientCA]
            .map { file in file.flatMap { FileStatus(path: setup.path($0)) } }
    }

    /// Reads all of them.
    func load() throws(ServerError) -> Loaded {
        let chain = try certificates("certificate", setup.settings.certificate)
        let key = try privateKey()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = setup.settings.minimumVersion == .tls13 ? .tlsv13 : .tlsv12
        configuration.cipherSuiteValues = Self.ciphers
        configuration.applicationProtocols = setup.protocols
        // Whoever doesn't answer a close is not waited for.
        configuration.shutdownTimeout = .seconds(1)
        if setup.settings.clientCA != nil {
            configuration.trustRoots = .certificates(try certificates("clientCA", setup.settings.clientCA))
            // Clients are known by who signed for them; they have no host names.
            configuration.certificateVerification =
                setup.settings.clients == .require ? .noHostnameVerification : .optionalVerification
            configuration.sendCANameList = true
        }
        do {
            let expiry = chain.map { Int($0.notValidAfter) }.min() ?? 0
            return Loaded(context: try NIOSSLContext(configuration: configuration), expiry: expiry)
        } catch {
            throw problem(error)
        }
    }

    /// What TLS 1.2 may use: forward secrecy and authenticated encryption alone (RFC 9325 §4.2); TLS 1.3 has nothing else.
    private static let ciphers: [NIOTLSCipher] = [
        .TLS_AES_128_GCM_SHA256, .TLS_AES_256_GCM_SHA384, .TLS_CHACHA20_POLY1305_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, .TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
        .TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, .TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
        .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    ]

    private func certificates(_ setting: String, _ file: String?) throws(ServerError) -> [NIOSSLCertificate] {
        let bytes = try read(setting, file)
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(bytes), !chain.isEmpty else {
            throw fault(
                setting, file, "has no certificate in PEM form",
                "Name a file with blocks that begin with -----BEGIN CERTIFICATE-----.")
        }
        let now = clock.now()
        for certificate in chain where Double(certificate.notValidAfter) < now {
            throw fault(
                setting, file, "expired on \(HTTPDate.format(Int(certificate.notValidAfter)))",
                "Put a renewed certificate there.")
        }
        for certificate in chain where Double(certificate.notValidBefore) > now {
            setup.logger.warning(
                "a certificate is not valid yet; is this machine's clock right?",
                metadata: [
                    "setting": "\(setup.place(setting))", "file": "\(setup.path(file ?? ""))",
                    "from": "\(HTTPDate.format(Int(certificate.notValidBefore)))",
                ])
        }
        return chain
    }

    private func privateKey() throws(ServerError) -> NIOSSLPrivateKey {
        let file = setup.settings.key
        let bytes = try read("key", file)
        // BoringSSL would ask for the password at the terminal.
        guard !String(decoding: bytes, as: UTF8.self).contains("ENCRYPTED") else {
            throw fault(
                "key", file, "is encrypted",
                "Write it without a password, with rights for this process alone: openssl pkey.")
        }
        guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
            throw fault(
                "key", file, "has no private key in PEM form",
                "Name a file with a block such as -----BEGIN PRIVATE KEY-----.")
        }
        return key
    }

    private func read(_ setting: String, _ file: String?) throws(ServerError) -> [UInt8] {
        do throws(FileProblem) {
            return try SmallFile.read(setup.path(file ?? "")).bytes
        } catch {
            throw fault(setting, file, "can't be taken: \(error.message)", "Name a file that this process may read.")
        }
    }

    private func problem(_ error: any Error) -> ServerError {
        // The key itself was read before: what is left is that it belongs to another certificate.
        guard case .failedToLoadPrivateKey? = error as? NIOSSLError else {
            return fault(
                "certificate", setup.settings.certificate, "can't be used: \(String(describing: error))",
                "Choose another.")
        }
        return fault(
            "key", setup.settings.key, "is not the key of \(setup.path(setup.settings.certificate ?? ""))",
            "Name the key that the certificate was made for; the service's own certificate stands first in its file.")
    }

    private func fault(_ setting: String, _ file: String?, _ what: String, _ remedy: String) -> ServerError {
        ServerError(
            code: .badCertificate, message: "\(setup.place(setting)): \(setup.path(file ?? "")) \(what). \(remedy)")
    }
}
