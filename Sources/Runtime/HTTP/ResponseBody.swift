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
    /// The chunks.
    public let chunks: any AsyncSequence<[UInt8], any Error> & Sendable

    /// Wraps a sequence of chunks.
    public init<Chunks: AsyncSequence & Sendable>(length: Int? = nil, _ chunks: Chunks)
    where Chunks.Element == [UInt8], Chunks.Failure == any Error {
        self.length = length
        self.chunks = chunks
    }
}
