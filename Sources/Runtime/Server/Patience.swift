/// Waits for something that may never come.
enum Patience {
    /// Starts something, and waits until it says that it is done, at most so long.
    ///
    /// - Returns: whether it was done in time.
    static func wait(atMost patience: Duration, for start: (_ done: @escaping @Sendable () -> Void) -> Void) async
        -> Bool
    {
        let (ends, continuation) = AsyncStream.makeStream(of: Bool.self, bufferingPolicy: .bufferingOldest(1))
        start {
            continuation.yield(true)
            continuation.finish()
        }
        let timer = Task {
            try? await Task.sleep(for: patience)
            continuation.yield(false)
            continuation.finish()
        }
        defer { timer.cancel() }
        var iterator = ends.makeAsyncIterator()
        return await iterator.next() ?? false
    }
}
