import Logging

/// From the settings to certificates that are ready, and kept up to date.
struct TLSLoading: Sendable {
    let settings: ServiceSettings
    /// The folder that relative paths start from.
    let root: String
    let transports: [ServiceTransport]
    let logger: Logger

    /// Reads the certificates; nil if there are none.
    ///
    /// - Throws: `ServerError` with the setting and the remedy.
    func load() throws(ServerError) -> (any TLSAcceptor)? {
        let setup = TLSSetup(settings, root: root, protocols: protocols, logger: logger)
        guard settings.tls.certificate != nil else {
            let other = settings.tls.key != nil ? "key" : settings.tls.clientCA != nil ? "clientCA" : nil
            guard let other else { return nil }
            throw ServerError(
                code: .badCertificate,
                message: "\(setup.place(other)) is set, and tls.certificate is not. Set both, or neither.")
        }
        guard settings.tls.key != nil else {
            throw ServerError(
                code: .badCertificate,
                message: "\(setup.place("certificate")) is set, and tls.key is not. Name the file of its private key.")
        }
        guard let provider = transports.tls else {
            throw ServerError(
                code: .transportMissing,
                message: "\(setup.place("certificate")) is set, but this program was built without TLS. "
                    + "Write 'transports: [tls]' in its spec and generate it again.")
        }
        return try provider.prepare(setup)
    }

    /// What clients may choose from, the preferred first.
    private var protocols: [String] {
        transports.http2 != nil && settings.http2.enabled ? ["h2", "http/1.1"] : ["http/1.1"]
    }

    /// Looks for new files from now on, until it is cancelled.
    func watch(_ acceptor: (any TLSAcceptor)?) -> Task<Void, Never>? {
        guard let acceptor, let interval = settings.tls.reload else { return nil }
        return Task {
            while true {
                do { try await Task.sleep(for: interval) } catch { return }
                acceptor.refresh()
            }
        }
    }
}
