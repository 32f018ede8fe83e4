import Synchronization

/// A request's body on its way from the connection to a handler; it holds back a client that sends faster than is read.
///
/// The connection pushes on its loop; one reader at a time takes, wherever it runs.
final class RequestBodyPipe: RequestBodySource {
    /// Beyond so many bytes the connection stops reading; at half of it it reads again.
    static let capacity = 64 * 1024

    private enum End {
        case complete
        case failed(any Error)
    }

    private struct State {
        var chunks: [[UInt8]] = []
        var taken = 0
        var bytes = 0
        var end: End?
        var reader: CheckedContinuation<[UInt8]?, any Error>?
        var isAsked = false
        var isFull = false
    }

    let declaredLength: Int?
    private let state = Guarded(State())
    private let wantsMore: @Sendable () -> Void

    /// - Parameter wantsMore: called from anywhere when the reader asks for the first time, and when there is room again.
    init(declaredLength: Int?, wantsMore: @escaping @Sendable () -> Void) {
        self.declaredLength = declaredLength
        self.wantsMore = wantsMore
    }

    /// Whether the reader has asked for a byte yet.
    var isAsked: Bool { state.withLock { $0.isAsked } }

    /// Adds a chunk; false if the connection should wait for `wantsMore` before it reads on.
    func push(_ chunk: [UInt8]) -> Bool {
        let (reader, goOn) = state.withLock { state -> (CheckedContinuation<[UInt8]?, any Error>?, Bool) in
            guard state.end == nil else { return (nil, true) }
            if let reader = state.reader {
                state.reader = nil
                return (reader, true)
            }
            state.chunks.append(chunk)
            state.bytes += chunk.count
            state.isFull = state.bytes >= Self.capacity
            return (nil, !state.isFull)
        }
        reader?.resume(returning: chunk)
        return goOn
    }

    /// The last byte has come.
    func finish() { end(.complete) }

    /// No more will come: the client went away, was too slow, or broke the rules.
    func fail(_ error: any Error) { end(.failed(error)) }

    private func end(_ end: End) {
        let reader = state.withLock { state -> CheckedContinuation<[UInt8]?, any Error>? in
            guard state.end == nil else { return nil }
            state.end = end
            defer { state.reader = nil }
            return state.reader
        }
        switch end {
        case .complete: reader?.resume(returning: nil)
        case .failed(let error): reader?.resume(throwing: error)
        }
    }

    func next() async throws -> [UInt8]? {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                take(continuation)
            }
        } onCancel: {
            fail(CancellationError())
        }
    }

    private func take(_ continuation: CheckedContinuation<[UInt8]?, any Error>) {
        let (result, asks) = state.withLock { state -> (Result<[UInt8]?, any Error>?, Bool) in
            let isFirst = !state.isAsked
            state.isAsked = true
            if state.taken < state.chunks.count {
                let chunk = state.chunks[state.taken]
                state.chunks[state.taken] = []
                state.taken += 1
                if state.taken == state.chunks.count {
                    state.chunks.removeAll(keepingCapacity: true)
                    state.taken = 0
                }
                state.bytes -= chunk.count
                let hasRoom = state.isFull && state.bytes <= Self.capacity / 2
                if hasRoom { state.isFull = false }
                return (.success(chunk), hasRoom || isFirst)
            }
            switch state.end {
            case .complete: return (.success(nil), false)
            case .failed(let error): return (.failure(error), false)
            case nil: break
            }
            guard state.reader == nil else {
                // Two readers at once are a bug in the handler; the newer one learns of it.
                return (.failure(HTTPError.conflict("the body is being read by someone else")), false)
            }
            state.reader = continuation
            return (nil, isFirst)
        }
        if asks { wantsMore() }
        if let result { continuation.resume(with: result) }
    }
}
