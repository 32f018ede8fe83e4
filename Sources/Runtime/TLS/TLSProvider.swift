package import Logging
package import NIOCore

/// What makes TLS of files: the module GatewayTLS. The runtime knows no more of it than this.
package protocol TLSProvider: Sendable {
    /// Reads the files.
    ///
    /// - Throws: `ServerError` if a file is missing or doesn't do; the message names the setting and the remedy.
    func prepare(_ setup: TLSSetup) throws(ServerError) -> any TLSAcceptor
}

/// Certificate and keys, ready for connections.
package protocol TLSAcceptor: Sendable {
    /// Puts TLS at the pipeline's front. On the channel's event loop.
    func secure(_ channel: any Channel) throws
    /// What the client proved to be, if it showed a certificate. On the channel's event loop, after the handshake.
    func client(of channel: any Channel) -> ClientCertificate?
    /// Looks whether the files have changed, and takes them if they do. May read files; not on an event loop.
    func refresh()
}

/// What TLS is made of.
package struct TLSSetup: Sendable {
    package let settings: TLSSettings
    /// The protocols that may follow, the preferred first (ALPN, RFC 7301).
    package let protocols: [String]
    package let logger: Logger
    private let root: String
    private let sources: [String: SettingSource]

    init(_ settings: ServiceSettings, root: String, protocols: [String], logger: Logger) {
        self.settings = settings.tls
        self.protocols = protocols
        self.logger = logger
        self.root = root
        sources = settings.sources
    }

    /// A setting with the place where it was made: `etc/chat.yaml:3: tls.key`.
    package func place(_ key: String) -> String {
        sources["tls.\(key)"].map { "\($0): tls.\(key)" } ?? "tls.\(key)"
    }

    /// A file as the settings name it, from the service's folder on.
    package func path(_ file: String) -> String {
        file.hasPrefix("/") || root == "." ? file : "\(root)/\(file)"
    }
}

/// A certificate that a client showed, and that one of `tls.clientCA` signed.
public struct ClientCertificate: Hashable, Sendable {
    /// The SHA-256 of the whole certificate, as 64 small hexadecimal digits.
    public let fingerprint: String
    /// The subject's common name, if it has one.
    public let commonName: String?
    /// The subject's other names: DNS names, mail addresses and URIs, in their order.
    public let names: [String]

    package init(der: [UInt8], commonName: String?, names: [String]) {
        fingerprint = HexText.encode(SHA256.hash(der))
        self.commonName = commonName
        self.names = names
    }
}
