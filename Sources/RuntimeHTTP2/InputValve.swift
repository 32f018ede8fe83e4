import NIOCore

/// Stands before the codec: knows how long a header section has been unfinished, and lets nothing through any more once the
/// connection has failed.
final class InputValve: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    /// Nothing passes any more.
    var isShut = false
    /// When the header section that is coming in began.
    private(set) var headerSince: UInt64?
    private var scanner = FrameScanner()
    private let clock: () -> UInt64
    private let isWaiting: () -> Void

    /// - Parameters:
    ///   - clock: milliseconds of the loop.
    ///   - isWaiting: called when a header section has begun that didn't come whole.
    init(clock: @escaping () -> UInt64, isWaiting: @escaping () -> Void) {
        self.clock = clock
        self.isWaiting = isWaiting
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isShut else { return }
        let bytes = unwrapInboundIn(data)
        let finished = scanner.finished
        bytes.withUnsafeReadableBytes { scanner.scan($0) }
        if scanner.finished != finished { headerSince = nil }
        if !scanner.isUnfinished {
            headerSince = nil
        } else if headerSince == nil {
            headerSince = clock()
            isWaiting()
        }
        context.fireChannelRead(data)
    }
}
