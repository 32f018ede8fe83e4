import FoundationEssentials
package import NIOCore
import NIOHTTP1
import NIOPosix
package import NIOSSL

/// Fetches a small document, such as the JWK set of a token's issuer, by one request of its own.
///
/// HTTPS is checked against the system's certificates. Redirects are not followed: who names an address means it. An answer
/// has at most 1 MiB and ten seconds.
public enum KeyFetch {
    /// The most bytes of an answer.
    package static let limit = 1 << 20
    /// How long an answer may take in all.
    package static let patience = TimeAmount.seconds(10)

    /// The body of a 200.
    ///
    /// - Throws: `KeyFetchError`, or what the connection or TLS throws.
    public static func get(_ url: String) async throws -> [UInt8] {
        try await get(url, roots: .default)
    }

    /// The same, trusting other certificates.
    package static func get(
        _ url: String, roots: NIOSSLTrustRoots, patience: TimeAmount = KeyFetch.patience
    ) async throws -> [UInt8] {
        let place = try Place(url)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: [UInt8].self)
        let context = try place.isSecure ? Self.context(roots) : nil
        let bootstrap = ClientBootstrap(group: loop).connectTimeout(patience).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let pipeline = channel.pipeline.syncOperations
                if let context {
                    try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: place.serverName))
                }
                try pipeline.addHTTPClientHandlers()
                try pipeline.addHandler(AnswerReader(place: place, answer: answer))
            }
        }
        let timer = loop.scheduleTask(in: patience) { answer.fail(KeyFetchError("it took too long")) }
        bootstrap.connect(host: place.host, port: place.port).whenComplete { result in
            switch result {
            case .success(let channel): answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
            case .failure(let error): answer.fail(error)
            }
        }
        answer.futureResult.whenComplete { _ in timer.cancel() }
        return try await answer.futureResult.get()
    }

    private static func context(_ roots: NIOSSLTrustRoots) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = roots
        configuration.minimumTLSVersion = .tlsv12
        return try NIOSSLContext(configuration: configuration)
    }

    /// Where a document lies.
    struct Place: Sendable {
        let isSecure: Bool
        let host: String
        let port: Int
        /// What the request says of both.
        let authority: String
        let target: String

        init(_ text: String) throws(KeyFetchError) {
            guard let url = URL(string: text), let scheme = url.scheme?.lowercased(),
                ["http", "https"].contains(scheme),
                let host = url.host(percentEncoded: false), !host.isEmpty, url.user() == nil
            else { throw KeyFetchError("'\(text)' is no http or https address") }
            isSecure = scheme == "https"
            self.host = host
            port = url.port ?? (isSecure ? 443 : 80)
            let name = host.contains(":") ? "[\(host)]" : host
            authority = url.port.map { "\(name):\($0)" } ?? name
            let path = url.path(percentEncoded: true)
            target = (path.isEmpty ? "/" : path) + (url.query(percentEncoded: true).map { "?\($0)" } ?? "")
        }

        /// The name that the certificate must have; an address has none to ask for, and is checked all the same.
        var serverName: String? {
            let isAddress = host.contains(":") || host.split(separator: ".").allSatisfy { UInt8($0) != nil }
            return isAddress ? nil : host
        }
    }
}

/// Why a document can't be had.
public struct KeyFetchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    init(_ description: String) { self.description = description }
}

/// Asks once, and gathers the answer.
private final class AnswerReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let place: KeyFetch.Place
    private let answer: EventLoopPromise<[UInt8]>
    private var body: [UInt8] = []

    init(place: KeyFetch.Place, answer: EventLoopPromise<[UInt8]>) {
        self.place = place
        self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
        let headers: HTTPHeaders = [
            "Host": place.authority, "Accept": "application/json", "Connection": "close", "User-Agent": "swift-gateway",
        ]
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: place.target, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            if head.status != .ok { fail(context, KeyFetchError("it was answered with status \(head.status.code)")) }
        case .body(let bytes):
            guard body.count + bytes.readableBytes <= KeyFetch.limit else {
                return fail(context, KeyFetchError("the answer has more than \(KeyFetch.limit) bytes"))
            }
            body.append(contentsOf: bytes.readableBytesView)
        case .end: answer.succeed(body)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(context, error) }

    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(KeyFetchError("the connection ended before the answer"))
    }

    private func fail(_ context: ChannelHandlerContext, _ error: any Error) {
        answer.fail(error)
        context.close(promise: nil)
    }
}
