import FoundationEssentials

/// The time of day, as tokens and signatures have it.
package struct WallClock: Sendable {
    /// Seconds since 1970.
    package let now: @Sendable () -> Double

    package init(now: @escaping @Sendable () -> Double) { self.now = now }

    /// The system's.
    package static let system = WallClock { Date.now.timeIntervalSince1970 }
}
