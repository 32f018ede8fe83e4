/// One event loop's part of load shedding. It belongs to its loop's thread.
final class LoadShedder {
    private var window = LoadWindow()
    /// Until when the loop counts as hot: a second after it was overloaded it goes on refusing.
    private var hotUntil: UInt64 = 0
    private var hasShed = false
    private static let coolOff: UInt64 = 1000

    /// What requests of each priority may use of the CPUs before they are refused, in tenths of a percent.
    struct Thresholds: Hashable, Sendable {
        let low: Int
        let normal: Int
        let high: Int

        /// Half-way to all of it for what matters most, as far below for what matters least.
        init(percent: Int) {
            normal = percent * 10
            high = (normal + 1000) / 2
            low = max(1, normal - (high - normal))
        }

        subscript(_ priority: RouteOptions.Priority) -> Int {
            switch priority {
            case .low: low
            case .normal: normal
            case .high: high
            }
        }
    }

    /// Whether a request is refused.
    ///
    /// - Parameters:
    ///   - usage: of the CPUs, in tenths of a percent.
    ///   - floor: the latency in milliseconds up to which nothing is refused.
    func sheds(usage: Int, threshold: Int, floor: UInt64, now: UInt64) -> Bool {
        if usage >= threshold {
            hotUntil = now + Self.coolOff
        } else if !hasShed || now >= hotUntil {
            hasShed = false
            return false
        }
        guard window.isFull(now: now, floor: floor) else { return false }
        hasShed = true
        return true
    }

    /// A request's way from its admission to its answer.
    final class Ticket {
        private let shedder: LoadShedder
        private let started: UInt64
        private var isOpen = true

        fileprivate init(_ shedder: LoadShedder, now: UInt64) {
            self.shedder = shedder
            started = now
            shedder.window.begin()
        }

        deinit {
            if isOpen { shedder.window.abandon() }
        }

        /// The request was answered.
        func finish(now: UInt64) {
            guard isOpen else { return }
            isOpen = false
            shedder.window.finish(latency: now > started ? now - started : 0, now: now)
        }
    }

    /// Counts a request in.
    func begin(now: UInt64) -> Ticket { Ticket(self, now: now) }

    /// How many requests are under way.
    var inFlight: Int { window.inFlight }
}
