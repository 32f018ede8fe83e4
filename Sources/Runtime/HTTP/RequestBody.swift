/// The bytes of a request's body, once, in the chunks in which they arrive.
public struct RequestBody: AsyncSequence, Sendable {
    /// A chunk of bytes, never empty.
    public typealias Element = [UInt8]
    /// What reading can fail with.
    public typealias Failure = any Error

    enum Storage: Sendable {
        case bytes([UInt8])
        case source(any RequestBodySource)
    }

    let storage: Storage
    /// The most bytes that may arrive; more is a 413.
    let limit: Int

    /// A body that is there already.
    public init(_ bytes: [UInt8] = []) {
        storage = .bytes(bytes)
        limit = .max
    }

    /// A body that a connection delivers; more than `limit` bytes fail with 413.
    package init(_ source: any RequestBodySource, limit: Int) {
        storage = .source(source)
        self.limit = limit
    }

    /// The length that the client declared; nil for a chunked body.
    public var declaredLength: Int? {
        switch storage {
        case .bytes(let bytes): bytes.count
        case .source(let source): source.declaredLength
        }
    }

    /// All bytes at once.
    ///
    /// - Parameter limit: the most bytes to take (default: the route's `maxBody`).
    /// - Throws: `HTTPError` 413 if there are more.
    public func collect(upTo limit: Int = .max) async throws -> [UInt8] {
        let limit = Swift.min(limit, self.limit)
        switch storage {
        case .bytes(let bytes):
            guard bytes.count <= limit else { throw HTTPError.contentTooLarge(limit: limit) }
            return bytes
        case .source(let source):
            if let length = source.declaredLength, length > limit { throw HTTPError.contentTooLarge(limit: limit) }
            guard var result = try await source.next() else { return [] }
            guard result.count <= limit else { throw HTTPError.contentTooLarge(limit: limit) }
            while let chunk = try await source.next() {
                guard chunk.count <= limit - result.count else { throw HTTPError.contentTooLarge(limit: limit) }
                result.append(contentsOf: chunk)
            }
            return result
        }
    }

    /// Starts reading.
    public func makeAsyncIterator() -> Iterator {
        Iterator(storage: storage, limit: limit)
    }

    /// Reads a body chunk by chunk.
    public struct Iterator: AsyncIteratorProtocol {
        var storage: Storage
        let limit: Int
        var received = 0

        /// The next chunk; nil at the end. Throws `HTTPError` 413 past the limit.
        public mutating func next() async throws -> [UInt8]? {
            switch storage {
            case .bytes(let bytes):
                storage = .bytes([])
                return bytes.isEmpty ? nil : bytes
            case .source(let source):
                guard let chunk = try await source.next() else { return nil }
                guard chunk.count <= limit - received else { throw HTTPError.contentTooLarge(limit: limit) }
                received += chunk.count
                return chunk
            }
        }
    }
}

/// Where the bytes of a body come from: the connection implements it, with back-pressure.
package protocol RequestBodySource: Sendable {
    /// `Content-Length`; nil for a chunked body.
    var declaredLength: Int? { get }
    /// The next chunk, never empty; nil at the end. Called by one reader at a time.
    func next() async throws -> [UInt8]?
}
