public import GatewayRuntime
import NIOCore
import NIOHTTP2

extension ServiceTransport {
    /// HTTP/2 (RFC 9113), by swift-nio-http2: over TLS by ALPN, and without TLS if `http2.cleartext` says so. WebSockets over
    /// it (RFC 8441) go to the same hubs.
    public static let http2 = ServiceTransport(.http2(HTTP2Transport()))
}

/// Makes HTTP/2 of a channel.
struct HTTP2Transport: HTTP2Provider {
    func start(_ channel: any Channel, _ session: StreamSession) throws {
        let settings = session.settings
        let connection = HTTP2Connection(session)
        let codec = NIOHTTP2Handler(
            mode: .server, frameDelegate: connection,
            connectionConfiguration: Self.connection(settings, session.limits),
            streamConfiguration: Self.stream(settings))
        try channel.pipeline.syncOperations.addHandlers([connection.valve, codec, connection])
    }

    private static func connection(
        _ settings: HTTP2Options, _ limits: HTTP1Limits
    ) -> NIOHTTP2Handler.ConnectionConfiguration {
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: settings.streams),
            HTTP2Setting(parameter: .initialWindowSize, value: settings.streamWindow),
            HTTP2Setting(parameter: .maxFrameSize, value: settings.frame),
            HTTP2Setting(parameter: .maxHeaderListSize, value: headerList(limits)),
            HTTP2Setting(parameter: .enableConnectProtocol, value: 1),
        ]
        configuration.maximumSequentialEmptyDataFrames = settings.emptyFrames
        configuration.maximumBufferedControlFrames = settings.queuedControl
        configuration.maximumSequentialContinuationFrames = settings.continuations
        // Counted over the whole life of a connection, which may be long: the rate below is what tells good from bad.
        configuration.maximumConnectionGlitches = Int.max
        configuration.controlFrameRateLimit.maximumCount = settings.control
        configuration.controlFrameRateLimit.windowLength = TimeAmount(settings.window)
        return configuration
    }

    private static func stream(_ settings: HTTP2Options) -> NIOHTTP2Handler.StreamConfiguration {
        var configuration = NIOHTTP2Handler.StreamConfiguration()
        configuration.streamResetFrameRateLimit.maximumCount = settings.resets
        configuration.streamResetFrameRateLimit.windowLength = TimeAmount(settings.window)
        configuration.streamErrorRateLimit.maximumCount = settings.errors
        configuration.streamErrorRateLimit.windowLength = TimeAmount(settings.window)
        return configuration
    }

    /// What the codec takes of a header section, counted as RFC 9113 §6.5.2 does: enough for every request that is served, and
    /// for the answer to one that is a little too large. Beyond it the connection ends.
    static func headerList(_ limits: HTTP1Limits) -> Int {
        limits.headerBytes + limits.requestLine + 40 * (limits.headerCount + 8) + 1024
    }
}
