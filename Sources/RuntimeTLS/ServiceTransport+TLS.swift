public import GatewayRuntime

extension ServiceTransport {
    /// TLS 1.2 and 1.3 (RFC 5246, RFC 8446), by swift-nio-ssl.
    ///
    /// Certificates come from the settings: `tls.certificate`, `tls.key`, and `tls.clientCA` for those of clients.
    public static let tls = ServiceTransport(.tls(FileTLSProvider()))
}

/// Makes TLS of the files that the settings name.
struct FileTLSProvider: TLSProvider {
    func prepare(_ setup: TLSSetup) throws(ServerError) -> any TLSAcceptor {
        try CertificateStore(CertificateFiles(setup: setup), logger: setup.logger)
    }
}
