/// How connections are encrypted: `tls.*` of the config.
public struct TLSSettings: Hashable, Sendable {
    /// The oldest version of TLS that is spoken.
    public enum Version: String, Hashable, Sendable, CaseIterable {
        case tls12 = "1.2"
        case tls13 = "1.3"
    }

    /// Who must show a certificate, where there is a `clientCA`.
    public enum ClientPolicy: String, Hashable, Sendable, CaseIterable {
        /// Every client; without one there is no connection.
        case require
        /// Nobody; who shows one must show a good one.
        case optional
    }

    /// The file with the certificate and those that stand between it and its issuer, as PEM, the service's own first
    /// (default none: no TLS).
    public var certificate: String?
    /// The file with the certificate's private key, as PEM.
    public var key: String?
    /// The file with the certificates that clients' certificates must be signed by, as PEM (default none: clients show none).
    public var clientCA: String?
    /// Whether every client must show a certificate (default `require`); it matters only with a `clientCA`.
    public var clients = ClientPolicy.require
    /// The oldest version that is spoken (default 1.2).
    public var minimumVersion = Version.tls12
    /// How long a client may take to agree on keys (default 10 s).
    public var handshake = Duration.seconds(10)
    /// How often the files are looked at (default 10 s); nil never takes new ones.
    public var reload: Duration? = .seconds(10)

    /// No TLS.
    public init() {}
}
