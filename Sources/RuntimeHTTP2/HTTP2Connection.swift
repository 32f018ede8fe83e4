import GatewayRuntime
import NIOCore
import NIOHPACK
import NIOHTTP2

/// One client's connection: the frames of its streams, flow control, and the end. It belongs to its loop's thread.
///
/// The codec before it (NIOHTTP2Handler) checks frames and header sections and keeps each stream's state; it stands without
/// NIO's multiplexer, so that a stream costs no channel, memory is bounded for a connection and not for a stream, and each
/// reset has the error code that fits.
final class HTTP2Connection: ChannelInboundHandler, NIOHTTP2FrameDelegate {
    typealias InboundIn = HTTP2Frame
    typealias OutboundOut = HTTP2Frame

    /// How far the connection is from its end.
    enum Phase {
        case open
        /// The client was told that the end is near; streams that it opened meanwhile still count.
        case warned
        /// No more streams are taken; the last one ends the connection.
        case leaving
        /// Nothing more is sent.
        case ended
    }

    let session: StreamSession
    let valve: InputValve
    var context: ChannelHandlerContext?
    var streams: [HTTP2StreamID: HTTP2Stream] = [:]
    var phase = Phase.open
    /// The newest stream that was taken.
    var lastStream = HTTP2StreamID.rootStream
    /// What the client may send on all streams together.
    var window: InboundWindow
    /// What it may send on a new stream: as the protocol begins, until it has confirmed our settings.
    var initialWindow = 65_535
    /// Streams that were reset because the client breaks the rules.
    var faults: FaultCounter
    /// Whether the channel has room.
    private(set) var isWritable = true
    /// All bytes ever given to the channel.
    private var handedOver: UInt64 = 0
    /// Streams whose bytes have left since they were last told.
    private var moved: [HTTP2Stream] = []
    private var isReading = false
    private var needsFlush = false
    /// The codec has said in a GOAWAY what is wrong.
    private var hasFailed = false

    /// How long a client may take to read the last frame.
    private static let patience = TimeAmount.seconds(2)

    init(_ session: StreamSession) {
        self.session = session
        let settings = session.settings
        window = InboundWindow(target: settings.connectionWindow, size: 65_535)
        let period = settings.window.components
        faults = FaultCounter(limit: settings.errors, window: UInt64(max(1, period.seconds)) * 1000)
        valve = InputValve(
            clock: { [unowned session] in
                session.takeTime()
                return session.now
            }, isWaiting: { [unowned session] in session.watch() })
    }

    // MARK: Channel

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        session.start(self)
        if let increment = window.used(0) ?? raise { write(.rootStream, .windowUpdate(windowSizeIncrement: increment)) }
        flush()
    }

    /// The protocol begins with a window of its own; ours may be larger, if not by enough for `InboundWindow` to say so.
    private var raise: Int? { window.target > 65_535 ? window.target - 65_535 : nil }

    func handlerRemoved(context: ChannelHandlerContext) { vanish() }

    func channelInactive(context: ChannelHandlerContext) {
        vanish()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReading = true
        guard phase != .ended else { return }
        receive(unwrapInboundIn(data))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        flush()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        session.takeTime()
        session.writabilityChanged(to: isWritable)
        if isWritable { for stream in streams.values { mark(stream) } }
        flush()
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case let event as StreamClosedEvent: closed(event.streamID)
        case let event as NIOHTTP2WindowUpdatedEvent: windowChanged(event)
        case let event as NIOHTTP2BulkStreamWindowChangeEvent:
            initialWindow += event.delta
            for stream in streams.values { stream.window.moved(by: event.delta) }
        case ChannelEvent.inputClosed: close()
        default: break
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        session.debug("HTTP/2: \(error)")
        if hasFailed { return end() }
        // The codec resets a stream whose rules are broken by itself, and goes on.
        guard error is any NIOHTTP2Error, !(error is NIOHTTP2Errors.UnableToSerializeFrame) else { return close() }
    }

    // MARK: Sending

    /// The codec sends a frame: it may have waited for the client's window.
    func wroteFrame(_ frame: HTTP2Frame) {
        handedOver &+= 9
        switch frame.payload {
        case .data(let data):
            let count = data.data.readableBytes
            handedOver &+= UInt64(count)
            if let stream = streams[frame.streamID] {
                stream.wrote(count, isLast: data.endStream)
                mark(stream)
            }
        case .headers(let headers):
            if headers.endStream, let stream = streams[frame.streamID] {
                stream.wrote(0, isLast: true)
                mark(stream)
            }
        case .goAway(_, let code, _): if code != .noError { hasFailed = true }
        default: break
        }
    }

    private func mark(_ stream: HTTP2Stream) {
        guard !stream.isMarked else { return }
        stream.isMarked = true
        moved.append(stream)
    }

    func write(_ stream: HTTP2Stream, _ payload: HTTP2Frame.FramePayload) { write(stream.id, payload) }

    func write(_ id: HTTP2StreamID, _ payload: HTTP2Frame.FramePayload) {
        guard let context, phase != .ended else { return }
        needsFlush = true
        context.write(wrapOutboundOut(HTTP2Frame(streamID: id, payload: payload)), promise: nil)
    }

    /// Sends what was written; at the end of the turn if bytes are coming in.
    func flush() {
        guard !isReading else { return }
        while needsFlush || !moved.isEmpty {
            if needsFlush {
                needsFlush = false
                context?.flush()
            }
            let streams = moved
            moved = []
            for stream in streams {
                stream.isMarked = false
                stream.settle()
            }
        }
        if phase == .leaving, streams.isEmpty { end() }
    }

    /// Ends a stream with an error code.
    func reset(_ stream: HTTP2Stream, _ code: NIOHTTP2.HTTP2ErrorCode) { write(stream, .rstStream(code)) }

    // MARK: The end

    /// Ends in order: what was sent arrives, what the client still sends is let go by.
    func end() {
        guard phase != .ended, let context else { return }
        phase = .ended
        valve.isShut = true
        closeStreams()
        context.flush()
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    private func closeStreams() {
        let all = streams
        streams = [:]
        moved = []
        for stream in all.values { stream.close() }
    }

    private func vanish() {
        guard context != nil else { return }
        context = nil
        phase = .ended
        valve.isShut = true
        closeStreams()
        session.end()
    }
}

extension HTTP2Connection: StreamSession.Carrier {
    /// What the graceful end asks the client to answer (RFC 9113 §6.8).
    static let lastPing = HTTP2PingData(withInteger: 0x6761_7465_7761_7921)

    func goAway() {
        guard phase == .open else { return }
        phase = .warned
        write(.rootStream, .goAway(lastStreamID: .maxID, errorCode: .noError, opaqueData: nil))
        write(.rootStream, .ping(Self.lastPing, ack: false))
        flush()
    }

    func close() {
        let channel = context?.channel
        vanish()
        channel?.close(promise: nil)
    }

    var pendingBytes: Int { (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0 }

    var sentBytes: UInt64 {
        let pending = UInt64(pendingBytes)
        return handedOver > pending ? handedOver - pending : 0
    }

    var headerSince: UInt64? { valve.headerSince }
}
