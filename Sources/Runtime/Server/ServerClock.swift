import NIOCore

/// The monotonic time that deadlines are counted in: the system's, or one that a test turns by hand.
package struct ServerClock: Sendable {
    /// Nanoseconds since some moment.
    let now: @Sendable () -> UInt64

    /// The system's monotonic clock.
    package static let system = ServerClock { NIODeadline.now().uptimeNanoseconds }

    package init(_ now: @escaping @Sendable () -> UInt64) {
        self.now = now
    }
}
