/// One end of a WebSocket connection as a pure state machine (RFC 6455, RFC 7692): bytes in, events and frames out.
///
/// It knows no socket, clock or thread. The owner reads, calls `next` until it says `needsInput`, writes what the
/// events and `close` hand it, and ends the transport when `state` is `closed`. It keeps the deadlines too: how long
/// it waits in `closeSent`, and how long a peer may be silent.
///
/// `next` holds the protocol only until it returns, so whoever handles an event may do anything with the connection:
/// close it, send on it, or stop calling `next` and keep the input's rest for later.
///
/// An idle connection holds no memory outside of the value, unless context takeover was agreed on.
package struct WebSocketProtocol: ~Copyable {
    /// How far the connection is with closing (RFC 6455 §7.1).
    package enum State: UInt8, Sendable {
        /// Messages go both ways.
        case open
        /// Our close frame went out; the peer's is due. What else arrives is checked and dropped.
        case closeSent
        /// Both close frames are through, or the peer broke the protocol. What arrives now is ignored.
        case closed
    }

    enum Phase: UInt8 { case header, payload }

    // The order keeps the value at 104 bytes: what takes one byte stands together.
    let maxMessage: Int
    let maxFrame: Int
    /// The end that it speaks for.
    package let role: WebSocketRole
    let deflate: WebSocketDeflateParameters?
    /// How far the connection is with closing.
    package internal(set) var state = State.open
    /// The message under way: its kind, whether it is deflated, what its text lacks, and its bytes so far.
    var kind: WebSocketMessageKind?
    var utf8 = WebSocketUTF8()
    let deflateThreshold: UInt32
    var isDeflated = false
    /// Our deflater's window is not the peer's.
    var deflaterIsOutOfStep = false
    /// The frame under way: its header as far as it came, then what its payload still lacks.
    var phase = Phase.header
    var headerCount: UInt8 = 0
    var message = WebSocketMessageBuffer()
    var mask: UInt32 = 0
    var header: (UInt64, UInt64) = (0, 0)
    var remaining = 0
    /// An inflater during a deflated message, and for good with context takeover; a deflater only with that.
    var inflater: WebSocketInflater?
    var deflater: WebSocketDeflater?

    /// Makes the protocol of a connection whose handshake is done.
    package init(_ settings: WebSocketProtocolSettings) {
        maxMessage = settings.maxMessage
        maxFrame = settings.maxFrame
        role = settings.role
        deflate = settings.deflate
        deflateThreshold = UInt32(clamping: settings.deflateThreshold)
    }

    /// Whether our close frame waits for its answer; the owner's close deadline runs meanwhile.
    package var awaitingClose: Bool { state == .closeSent }

    /// Starts the closing handshake and gives the close frame to write; empty if a close was sent or received before.
    ///
    /// - Parameters:
    ///   - code: what the peer is told (default: nothing). One that may not stand on the wire is left out.
    ///   - reason: UTF-8 for the peer's developers, cut at a character to fit 123 bytes; left out without a code.
    package mutating func close(
        _ code: WebSocketCloseCode? = nil, reason: String = "", _ workspace: WebSocketWorkspace
    ) -> UnsafeRawBufferPointer {
        guard state == .open else { return noBytes }
        state = .closeSent
        return closeFrame(code, reason: reason, workspace)
    }

    var noBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }

    func closeFrame(_ code: WebSocketCloseCode?, reason: String, _ workspace: WebSocketWorkspace)
        -> UnsafeRawBufferPointer
    {
        guard let code, code.isLegalOnTheWire else {
            return workspace.control(.close, noBytes, role: role)
        }
        return withUnsafeTemporaryAllocation(byteCount: WebSocketFrame.maxControlPayload, alignment: 8) { payload in
            payload.storeBytes(of: code.rawValue.bigEndian, as: UInt16.self)
            var text = reason
            let count = text.withUTF8 { bytes in
                var count = min(bytes.count, payload.count - 2)
                while count > 0, count < bytes.count, bytes[count] & 0xC0 == 0x80 { count -= 1 }
                payload[2...].copyBytes(from: bytes[..<count])
                return 2 + count
            }
            return workspace.control(.close, UnsafeRawBufferPointer(rebasing: payload[..<count]), role: role)
        }
    }
}
