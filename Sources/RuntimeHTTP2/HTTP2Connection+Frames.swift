import GatewayRuntime
import NIOCore
import NIOHPACK
import NIOHTTP2

/// From frames to exchanges.
extension HTTP2Connection {
    /// A frame that the codec found in order.
    func receive(_ frame: HTTP2Frame) {
        switch frame.payload {
        case .headers(let headers):
            if let stream = streams[frame.streamID] {
                // Trailers: nobody reads them, and none can frame or authenticate a request.
                if headers.endStream { endInput(of: stream) }
            } else {
                open(frame.streamID, headers.headers, isLast: headers.endStream)
            }
        case .data(let data):
            let count = data.data.readableBytes
            window.received(count)
            guard let stream = streams[frame.streamID] else { return used(count) }
            stream.window.received(count)
            if case .byteBuffer(let bytes) = data.data { stream.exchange?.received(bytes) }
            if data.endStream { endInput(of: stream) }
        case .ping(let data, let isAnswer):
            if isAnswer, data == Self.lastPing, phase == .warned { leave() }
        default: break
        }
    }

    private func endInput(of stream: HTTP2Stream) {
        stream.window.isClosed = true
        stream.exchange?.receivedEnd()
    }

    /// A header section begins a stream.
    private func open(_ id: HTTP2StreamID, _ headers: HPACKHeaders, isLast: Bool) {
        if id > lastStream { lastStream = id }
        guard session.hasRoom else {
            write(id, .rstStream(.refusedStream))
            return countFault()
        }
        var reader = StreamedRequestReader(limits: session.limits)
        let request: StreamedRequest
        do throws(StreamedRequestReader.Malformed) {
            for (name, value, _) in headers { try reader.add(name, value) }
            request = try reader.finish()
        } catch {
            session.debug("HTTP/2: malformed request: \(error)")
            write(id, .rstStream(.protocolError))
            return countFault()
        }
        let stream = HTTP2Stream(id, self, window: initialWindow)
        streams[id] = stream
        stream.begin(request, isLast: isLast)
    }

    /// A client that makes the server reset stream after stream costs more than it pays (CVE-2025-8671).
    private func countFault() {
        session.takeTime()
        guard !faults.note(now: session.now) else { return }
        write(.rootStream, .goAway(lastStreamID: lastStream, errorCode: .enhanceYourCalm, opaqueData: nil))
        end()
    }

    /// The codec says that a stream is over.
    func closed(_ id: HTTP2StreamID) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        let held = stream.window.held
        stream.close()
        if held > 0 { used(held) }
        if !streams.isEmpty || phase != .leaving { return }
        // At the end of the turn, so that what was written goes first.
        context?.eventLoop.assumeIsolated().execute { self.flush() }
    }

    // MARK: Flow control

    /// Bytes of some stream were used up.
    func used(_ count: Int) {
        if let increment = window.used(count) { write(.rootStream, .windowUpdate(windowSizeIncrement: increment)) }
    }

    func windowChanged(_ event: NIOHTTP2WindowUpdatedEvent) {
        guard let size = event.inboundWindowSize else { return }
        if event.streamID == .rootStream {
            if let increment = window.isNow(size) {
                write(.rootStream, .windowUpdate(windowSizeIncrement: increment))
            }
        } else if let stream = streams[event.streamID], let increment = stream.window.isNow(size) {
            write(stream, .windowUpdate(windowSizeIncrement: increment))
        }
    }

    // MARK: The end

    /// The client has seen the warning: no stream beyond the newest is taken.
    private func leave() {
        phase = .leaving
        write(.rootStream, .goAway(lastStreamID: lastStream, errorCode: .noError, opaqueData: nil))
        flush()
    }
}

extension TimeAmount {
    /// The same in NIO's words, whole milliseconds.
    init(_ duration: Duration) {
        let parts = duration.components
        self = .milliseconds(parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000)
    }
}
