/// When a loop should wait a moment before it sends a large broadcast, so that what comes right behind goes out with it.
///
/// A broadcast costs one system call a member, however many messages it carries. Messages tend to come in bursts: the
/// first wakes the loop, and the others arrive while it is busy sending that first one to everybody, which makes two
/// rounds of system calls where one would do. So a loop that has learnt that more follows sleeps for a small part of the
/// time that the broadcast takes anyway. Where nothing follows it soon stops to wait.
struct Gathering {
    /// How sure it is that more follows a first message, 0...8.
    private(set) var confidence = 0
    /// How many messages the last burst had.
    private var expected = 0
    /// What one send costs, in nanoseconds.
    private var sendCost: UInt64 = 4000
    /// The last turn, if it did not wait.
    private var unwaited: (rested: Bool, messages: Int)?

    /// Broadcasts to fewer members cost too little to wait for.
    private static let worthwhile = 32
    /// From this on it waits.
    private static let threshold = 2
    /// The longest wait, in nanoseconds.
    private static let longest: UInt64 = 1_000_000
    /// A wait is at most this part of what the broadcast takes.
    private static let share: UInt64 = 8

    /// How long to wait, in nanoseconds; 0 is not at all.
    ///
    /// - Parameters:
    ///   - rested: whether the loop had nothing to do before this turn.
    ///   - members: how many sends the turn has pending.
    ///   - messages: how many messages.
    mutating func budget(rested: Bool, members: Int, messages: Int) -> UInt64 {
        guard members >= Self.worthwhile else { return 0 }
        if let before = unwaited {
            unwaited = nil
            if !rested {
                // These came while the last ones were sent: had it waited, they might have gone out together.
                confidence = min(8, confidence + 1)
                expected = before.messages + messages
            } else if before.rested {
                confidence = max(0, confidence - 1)
            }
        }
        guard confidence >= Self.threshold else {
            unwaited = (rested, messages)
            return 0
        }
        return min(Self.longest, UInt64(members) * sendCost / Self.share)
    }

    /// Whether as much is there as last time, so that waiting on would be in vain.
    func isComplete(_ messages: Int) -> Bool { messages >= expected }

    /// Learns from a wait.
    mutating func waited(from before: Int, to messages: Int) {
        confidence = messages > before ? min(8, confidence + 1) : max(0, confidence - 2)
        expected = messages
    }

    /// Learns what sends cost.
    mutating func sent(members: Int, nanoseconds: UInt64) {
        guard members >= Self.worthwhile else { return }
        sendCost = (sendCost * 7 + min(nanoseconds / UInt64(members), 100_000)) / 8
    }
}
