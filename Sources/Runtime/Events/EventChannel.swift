/// Events on their way from a handler's task to the connection: one writer, or several, and one reader.
final class EventChannel: Sendable {
    /// Beyond so many bytes that nobody has taken, a writer waits.
    static let capacity = 64 * 1024

    fileprivate struct State {
        var waiting: [UInt8] = []
        var isEnded = false
        var error: (any Error)?
        /// Whether something was sent since the last heartbeat.
        var isAlive = true
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var writers: [CheckedContinuation<Void, any Error>] = []
    }

    private let state = Guarded(State())

    /// Adds bytes; waits while there are too many.
    func send(_ bytes: [UInt8]) async throws {
        try Task.checkCancellation()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (writer: CheckedContinuation<Void, any Error>) in
                let (reader, result) = state.withLock { state -> (Reader?, Result<Void, any Error>?) in
                    guard !state.isEnded else { return (nil, .failure(CancellationError())) }
                    state.isAlive = true
                    if let reader = state.take() { return (reader, .success(())) }
                    state.waiting += bytes
                    if state.waiting.count <= Self.capacity { return (nil, .success(())) }
                    state.writers.append(writer)
                    return (nil, nil)
                }
                reader?.resume(returning: bytes)
                if let result { writer.resume(with: result) }
            }
        } onCancel: {
            end(CancellationError())
        }
    }

    /// Adds a comment if nothing was sent since the last time: proxies and clients see that the stream lives.
    func beat() {
        let comment = Array(":\n\n".utf8)
        let reader = state.withLock { state -> Reader? in
            defer { state.isAlive = false }
            guard !state.isAlive, !state.isEnded, state.waiting.isEmpty else { return nil }
            let reader = state.take()
            if reader == nil { state.waiting = comment }
            return reader
        }
        reader?.resume(returning: comment)
    }

    /// Nothing more comes; what waits is still read. With an error the reader fails behind it.
    func end(_ error: (any Error)? = nil) {
        let (reader, writers) = state.withLock { state -> (Reader?, [CheckedContinuation<Void, any Error>]) in
            guard !state.isEnded else { return (nil, []) }
            state.isEnded = true
            state.error = error
            defer { state.writers = [] }
            return (state.take(), state.writers)
        }
        if let error { reader?.resume(throwing: error) } else { reader?.resume(returning: nil) }
        for writer in writers { writer.resume(throwing: CancellationError()) }
    }

    /// All that waits; nil at the end.
    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (reader: Reader) in
                let (result, writers) = state.withLock {
                    state -> (Result<[UInt8]?, any Error>?, [CheckedContinuation<Void, any Error>]) in
                    if !state.waiting.isEmpty {
                        defer {
                            state.waiting = []
                            state.writers = []
                        }
                        return (.success(state.waiting), state.writers)
                    }
                    if state.isEnded { return (state.error.map { .failure($0) } ?? .success(nil), []) }
                    state.reader = reader
                    return (nil, [])
                }
                if let result { reader.resume(with: result) }
                for writer in writers { writer.resume() }
            }
        } onCancel: {
            end(CancellationError())
        }
    }

    private typealias Reader = CheckedContinuation<[UInt8]?, any Error>
}

extension EventChannel.State {
    /// The reader, if it waits.
    fileprivate mutating func take() -> CheckedContinuation<[UInt8]?, any Error>? {
        defer { reader = nil }
        return reader
    }
}
