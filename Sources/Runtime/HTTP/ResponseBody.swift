/// What follows a response's header.
public enum ResponseBody: Sendable {
    /// Nothing.
    case empty
    /// Bytes that are there already.
    case bytes([UInt8])
    /// Chunks that come as they are made; the connection asks for the next when the client has taken the last.
    case stream(ResponseStream)
    /// A part of an open file.
    case file(FileBody)

    /// The length in bytes; nil if nobody knows before the end.
    public var length: Int? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): bytes.count
        case .stream(let stream): stream.length
        case .file(let file): file.count
        }
    }
}

/// A response body that is made while it is sent.
public struct ResponseStream: Sendable {
    /// The length in bytes; nil is sent chunked. A stream that gives another number of bytes ends the connection.
    public let length: Int?
    /// Where the chunks come from.
    enum Source: Sendable {
        case chunks(any AsyncSequence<[UInt8], any Error> & Sendable)
        /// The same, compressed as they come.
        case gzip(any AsyncSequence<[UInt8], any Error> & Sendable)
        case events(EventSource)
    }

    let source: Source

    /// Wraps a sequence of chunks.
    public init<Chunks: AsyncSequence & Sendable>(length: Int? = nil, _ chunks: Chunks)
    where Chunks.Element == [UInt8], Chunks.Failure == any Error {
        self.length = length
        source = .chunks(chunks)
    }

    /// The stream compressed; nil for events, which a compressor would hold back.
    var compressed: ResponseStream? {
        guard case .chunks(let chunks) = source else { return nil }
        return ResponseStream(source: .gzip(chunks))
    }

    private init(source: Source) {
        length = nil
        self.source = source
    }

    init(events: EventSource) {
        length = nil
        source = .events(events)
    }

    /// Hands all chunks on; the sink returns when there is room for the next.
    func run(heartbeat: Duration, into sink: @Sendable ([UInt8]) async throws -> Void) async throws {
        switch source {
        case .chunks(let chunks): for try await chunk in chunks where !chunk.isEmpty { try await sink(chunk) }
        case .gzip(let chunks):
            let compressor = StreamCompressor()
            for try await chunk in chunks where !chunk.isEmpty { try await sink(compressor.add(chunk, isLast: false)) }
            try await sink(compressor.add([], isLast: true))
        case .events(let events): try await events.run(heartbeat: heartbeat, into: sink)
        }
    }
}
