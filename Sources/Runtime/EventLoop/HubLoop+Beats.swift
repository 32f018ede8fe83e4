/// Measuring how late a loop is.
extension HubLoop {
    /// Has the loop take its lag so often, in milliseconds, from now on. A second call changes nothing.
    func startBeats(every interval: UInt32) {
        execute { loop in
            guard !loop.hasBeats else { return }
            loop.hasBeats = true
            loop.nextBeat(interval)
        }
    }

    private func nextBeat(_ interval: UInt32) {
        // An alarm fires in the first millisecond that has begun after its time.
        lag.expect(at: now &+ (UInt64(interval) &+ 1) &* 1_000_000)
        alarm(after: interval) { loop in
            loop.lag.beat(now: loop.now)
            loop.nextBeat(interval)
        }
    }
}
