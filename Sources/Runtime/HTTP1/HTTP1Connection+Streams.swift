import Logging
import NIOCore

/// Answers whose bytes come one after another: streams of chunks, and files.
extension HTTP1Connection {
    /// Starts a task that takes a stream's chunks as fast as the client takes them.
    func pump(_ stream: ResponseStream) {
        if case .events(let events) = stream.source { exchange?.events = events }
        if core.isDraining { exchange?.events?.stop() }
        exchange?.task = ReplyPort(self).pump(stream, heartbeat: rules.settings.events.heartbeat)
    }

    /// Writes a chunk; `writer` goes on when there is room for the next.
    func stream(_ chunk: [UInt8], _ serial: UInt32, _ writer: CheckedContinuation<Void, any Error>) {
        guard let exchange, exchange.serial == serial, case .streaming(let chunked, let remaining) = exchange.answer,
            phase == .answering
        else { return writer.resume(throwing: ClientGone()) }
        loop.takeTime()
        if let remaining {
            guard chunk.count <= remaining else {
                writer.resume(throwing: StreamLengthMismatch())
                return
            }
            self.exchange?.answer = .streaming(chunked: chunked, remaining: remaining - chunk.count)
        }
        self.exchange?.sent += chunk.count
        takeOutput()
        if chunked { ResponseEncoder.writeChunkSize(chunk.count, to: &output) }
        output.writeBytes(chunk)
        if chunked { output.writeStaticString("\r\n") }
        // Keeps the writer before the flush: that may end the connection, or make it writable again.
        self.exchange?.writer = writer
        flush()
        if isWritable, let writer = self.exchange?.writer {
            self.exchange?.writer = nil
            writer.resume()
        }
    }

    /// The stream is over; if it failed or was too short, the client must see that: the connection breaks off.
    func endStream(_ error: (any Error)?, _ serial: UInt32) {
        guard let exchange, exchange.serial == serial, case .streaming(let chunked, let remaining) = exchange.answer
        else {
            return
        }
        loop.takeTime()
        if let error {
            if !(error is ClientGone), !(error is CancellationError) {
                core.logger.error(
                    "a response's stream failed",
                    metadata: [
                        "route": "\(exchange.route?.info.pattern ?? "")", "error": "\(String(reflecting: error))",
                    ])
            }
            return abort()
        }
        guard remaining ?? 0 == 0 else {
            core.logger.error(
                "a response's stream was shorter than its announced length",
                metadata: ["route": "\(exchange.route?.info.pattern ?? "")"])
            return abort()
        }
        self.exchange?.task = nil
        self.exchange?.answer = .complete
        turn {
            takeOutput()
            if chunked { output.writeStaticString("0\r\n\r\n") }
            finishIfDone()
            process()
        }
        flush()
        resumeReading()
    }

    /// Files up to this size are copied behind the head; larger ones go from the page cache to the socket by themselves.
    static let copyLimit = 64 * 1024

    /// Writes a run of a file.
    func write(_ body: FileBody) {
        guard body.count > 0, let context else { return }
        if body.count <= Self.copyLimit {
            let copied = output.writeWithUnsafeMutableBytes(minimumWritableBytes: body.count) { memory in
                FileReading.read(body, into: UnsafeMutableRawBufferPointer(rebasing: memory[..<body.count]))
            }
            if copied < body.count { abort() }
            return
        }
        handOver()
        let handle = NIOFileHandle(_deprecatedTakingOwnershipOfDescriptor: body.file.descriptor)
        let region = FileRegion(fileHandle: handle, readerIndex: body.offset, endIndex: body.offset + body.count)
        handedOver &+= UInt64(body.count)
        loop.meter.sent.bump(body.count)
        channelHasBytes = true
        let promise = context.eventLoop.makePromise(of: Void.self)
        // The descriptor stays `body.file`'s, which lives until the last byte is sent.
        promise.futureResult.whenComplete { _ in
            withExtendedLifetime(body) { _ = try? handle.takeDescriptorOwnership() }
        }
        context.write(wrapOutboundOut(.fileRegion(region)), promise: promise)
        context.flush()
        watchSending()
    }
}

/// A stream gave more bytes than it had announced.
struct StreamLengthMismatch: Error, CustomStringConvertible {
    var description: String { "the stream gave more bytes than its announced length" }
}
