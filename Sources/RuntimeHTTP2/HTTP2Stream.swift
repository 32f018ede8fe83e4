import GatewayRuntime
import NIOCore
import NIOHPACK
import NIOHTTP2

/// One stream of a connection, as what carries an exchange.
final class HTTP2Stream: ExchangeCarrier {
    /// From so many bytes on that wait for the client's window or for the socket, no more should be given.
    private static let roomLimit = 64 * 1024

    let id: HTTP2StreamID
    /// Holds the stream until it is over.
    private let connection: HTTP2Connection
    private(set) var exchange: StreamExchange?
    /// What the client may send on the stream.
    var window: InboundWindow
    private(set) var unsentBytes = 0
    private(set) var sentBytes: UInt64 = 0
    /// The last frame of the answer has left.
    private(set) var isOutputDone = false
    private var isOutputEnded = false
    private var isClosed = false
    /// Ends the stream when the answer has left.
    private var endsWhenSent = false
    /// Whether it stands in the connection's list of streams whose bytes have left.
    var isMarked = false

    init(_ id: HTTP2StreamID, _ connection: HTTP2Connection, window: Int) {
        self.id = id
        self.connection = connection
        self.window = InboundWindow(target: window, size: window)
    }

    /// Starts the exchange.
    func begin(_ request: StreamedRequest, isLast: Bool) {
        if isLast { window.isClosed = true }
        let exchange = StreamExchange(connection.session, self)
        self.exchange = exchange
        exchange.begin(request, isLast: isLast)
    }

    // MARK: From the connection

    /// A frame of the stream has left the codec.
    func wrote(_ count: Int, isLast: Bool) {
        unsentBytes -= count
        sentBytes &+= UInt64(count)
        if isLast { isOutputDone = true }
    }

    /// Tells the exchange of the bytes that have left.
    func settle() {
        exchange?.roomChanged()
        if endsWhenSent, isOutputDone, !isClosed {
            endsWhenSent = false
            connection.reset(self, .noError)
        }
    }

    /// The stream is over.
    func close() {
        guard !isClosed else { return }
        isClosed = true
        unsentBytes = 0
        let exchange = exchange
        self.exchange = nil
        exchange?.closed()
    }

    // MARK: For the exchange

    var hasRoom: Bool { !isClosed && unsentBytes < Self.roomLimit && connection.isWritable }

    func sendContinue() {
        guard !isClosed, !isOutputEnded else { return }
        connection.write(self, .headers(.init(headers: [":status": "100"], endStream: false)))
    }

    func send(_ head: StreamedResponseHead, isLast: Bool) {
        guard !isClosed, !isOutputEnded else { return }
        isOutputEnded = isLast
        var headers = HPACKHeaders()
        headers.reserveCapacity(head.fields.count + 1)
        headers.add(name: ":status", value: String(head.status))
        for field in head.fields { headers.add(name: field.name, value: field.value) }
        connection.write(self, .headers(.init(headers: headers, endStream: isLast)))
    }

    func send(_ bytes: ByteBuffer, isLast: Bool) {
        guard !isClosed, !isOutputEnded else { return }
        isOutputEnded = isLast
        unsentBytes += bytes.readableBytes
        connection.write(self, .data(.init(data: .byteBuffer(bytes), endStream: isLast)))
    }

    func flush() { connection.flush() }

    func consumed(_ count: Int) {
        guard !isClosed else { return }
        if let increment = window.used(count) {
            connection.write(self, .windowUpdate(windowSizeIncrement: increment))
        }
        connection.used(count)
    }

    func end(_ cause: ExchangeEnd) {
        guard !isClosed else { return }
        switch cause {
        case .answered:
            // A reset would overtake what still waits for the client's window.
            guard isOutputDone else { return endsWhenSent = true }
            connection.reset(self, .noError)
        case .cancelled: connection.reset(self, .cancel)
        case .refused: connection.reset(self, .refusedStream)
        case .malformed: connection.reset(self, .protocolError)
        case .failed: connection.reset(self, .internalError)
        }
    }
}
