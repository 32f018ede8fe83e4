import GatewayRuntime
import Logging
import NIOCore
import NIOSSL
import Synchronization

/// The certificates in force: new connections take what is there when they come, those that are open keep theirs.
final class CertificateStore: TLSAcceptor {
    private struct State {
        var loaded: CertificateFiles.Loaded
        /// The files that were tried last, taken or not.
        var tried: [FileStatus?]
        /// What was there at the last look.
        var seen: [FileStatus?]
        /// When the log spoke of the expiry, in seconds since 1970.
        var warned = 0.0
    }

    private let files: CertificateFiles
    private let logger: Logger
    private let clock: WallClock
    private let state: Mutex<State>

    /// How long before the end of a certificate the log begins to speak of it, once a day.
    private static var notice: Double { 14 * 86_400 }

    /// Reads the files.
    init(_ files: CertificateFiles, logger: Logger, clock: WallClock = .system) throws(ServerError) {
        self.files = files
        self.logger = logger
        self.clock = clock
        let statuses = files.statuses
        state = Mutex(State(loaded: try files.load(), tried: statuses, seen: statuses))
        state.withLock { noticeExpiry(&$0) }
    }

    func secure(_ channel: any Channel) throws {
        let context = state.withLock { $0.loaded.context }
        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
    }

    func client(of channel: any Channel) -> ClientCertificate? {
        guard let handler = try? channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self),
            let der = try? handler.peerCertificate?.toDERBytes()
        else { return nil }
        let names = SubjectNames(certificate: der)
        return ClientCertificate(der: der, commonName: names.commonName, names: names.alternatives)
    }

    func refresh() {
        let statuses = files.statuses
        state.withLock { state in
            noticeExpiry(&state)
            guard statuses != state.tried else { return }
            // Certificate and key are two files: taken when both have been left alone for a while.
            guard statuses == state.seen else { return state.seen = statuses }
            state.tried = statuses
            do throws(ServerError) {
                state.loaded = try files.load()
                state.warned = 0
                logger.info(
                    "certificates read again", metadata: ["expires": "\(HTTPDate.format(state.loaded.expiry))"])
            } catch {
                logger.error(
                    "changed certificates are not taken; those from before hold on",
                    metadata: ["error": "\(error.message)"])
            }
        }
    }

    private func noticeExpiry(_ state: inout State) {
        let now = clock.now()
        guard Double(state.loaded.expiry) - now < Self.notice, now - state.warned >= 86_400 else { return }
        state.warned = now
        let has = Double(state.loaded.expiry) < now ? "has expired" : "expires soon"
        logger.warning(
            "the certificate \(has); put a renewed one in its place, it is taken without a restart",
            metadata: ["expires": "\(HTTPDate.format(state.loaded.expiry))"])
    }
}
