package import NIOCore

/// Reads requests out of bytes, strictly after RFC 9112, without doing any input or output itself.
///
/// Bytes may come in any cuts: the events are the same. Complete lines are taken from the input at once, an incomplete one
/// stays in it. After `failed` the parser stays failed, since nobody can know where the next request begins.
package struct HTTP1Parser: Sendable {
    /// What the next bytes were.
    package enum Event: Sendable {
        /// Nothing more can be said before more bytes come.
        case needMore
        /// A request line and its header section; they are in the head that was passed. Without a body the request is over.
        case head(HTTP1Framing)
        /// Bytes of the body, in order. They share the input's memory.
        case body(ByteBuffer)
        /// The body is over.
        case end
        /// The request breaks the rules.
        case failed(HTTP1Failure)
    }

    enum State: Hashable, Sendable {
        case requestLine
        case fields
        case fixedBody(remaining: Int)
        case chunkSize
        case chunkData(remaining: Int)
        case chunkEnd
        case trailers
        case failed(HTTP1Failure)
    }

    package internal(set) var limits: HTTP1Limits
    /// The most bytes a chunked body may have (413 beyond); set when the route is known, and again for each request.
    package var bodyLimit = Int.max

    var state = State.requestLine
    /// Bytes of the input that hold no line end, so that a line that drips in isn't searched again and again.
    var searched = 0
    /// Whether an empty line before the request line was passed over (RFC 9112 §2.2: one is).
    var skippedEmptyLine = false
    var section = FieldSection()
    var bodyBytes = 0
    var chunkOverhead = 0

    package init(limits: HTTP1Limits = HTTP1Limits()) {
        self.limits = limits
    }

    /// Whether the parser stands between two requests and has seen no byte of the next.
    package var isIdle: Bool {
        state == .requestLine && !skippedEmptyLine
    }

    /// Reads on; call it again until it says `needMore` or `failed`.
    ///
    /// - Parameters:
    ///   - input: what was received and not read yet.
    ///   - head: filled while a header section is read; reset it after its request is done.
    package mutating func next(_ input: inout ByteBuffer, into head: inout RequestHead) -> Event {
        while true {
            let step: Event?
            switch state {
            case .requestLine, .fields: step = readHead(&input, into: &head)
            case .fixedBody(let remaining): return readFixedBody(&input, remaining)
            case .chunkSize: step = readChunkSize(&input)
            case .chunkData(let remaining): return readChunkData(&input, remaining)
            case .chunkEnd: step = readChunkEnd(&input)
            case .trailers: step = readTrailers(&input)
            case .failed(let failure): return .failed(failure)
            }
            if let step { return step }
        }
    }

    mutating func fail(_ failure: HTTP1Failure) -> Event {
        state = .failed(failure)
        return .failed(failure)
    }

    /// Gets ready for the next request of the connection.
    mutating func restart() {
        state = .requestLine
        searched = 0
        skippedEmptyLine = false
        section = FieldSection()
        bodyBytes = 0
        chunkOverhead = 0
        bodyLimit = Int.max
    }

    private mutating func readFixedBody(_ input: inout ByteBuffer, _ remaining: Int) -> Event {
        guard remaining > 0 else {
            restart()
            return .end
        }
        guard let slice = input.readSlice(length: min(remaining, input.readableBytes)), slice.readableBytes > 0 else {
            return .needMore
        }
        state = .fixedBody(remaining: remaining - slice.readableBytes)
        return .body(slice)
    }

    private mutating func readChunkData(_ input: inout ByteBuffer, _ remaining: Int) -> Event {
        guard let slice = input.readSlice(length: min(remaining, input.readableBytes)), slice.readableBytes > 0 else {
            return .needMore
        }
        let left = remaining - slice.readableBytes
        state = left == 0 ? .chunkEnd : .chunkData(remaining: left)
        return .body(slice)
    }
}
