/// A timer that a wheel holds: what links it into the wheel, and when it is due.
package class TimedSource: LoopSource {
    fileprivate final unowned(unsafe) var previous: TimedSource?
    fileprivate final unowned(unsafe) var next: TimedSource?
    /// In milliseconds of the loop's clock, which wraps round; meaningful only while the source is in the wheel.
    fileprivate(set) final var deadline: UInt32 = 0
    fileprivate final var slot: Int16 = -1

    /// Whether a wheel holds it.
    final var isScheduled: Bool { slot >= 0 }

    /// Its deadline has passed. Called on the loop's thread; it may schedule itself again.
    func expired(now: UInt32) {}
}

/// Deadlines of many sources in one ring of slots, 64 ms each: O(1) to set, move and drop, no memory but the links in
/// the sources themselves (Varghese and Lauck, "Hashed and Hierarchical Timing Wheels", scheme 6).
///
/// Milliseconds are counted in 32 bits that wrap round; a deadline lies less than 24 days ahead.
struct TimerWheel {
    private static let slots = 1024
    private static let shift: UInt32 = 6

    private let heads: UnsafeMutablePointer<Unmanaged<TimedSource>?>
    private var occupied: [UInt64]
    private var tick: UInt32
    private(set) var count = 0

    init(now: UInt32) {
        heads = .allocate(capacity: Self.slots)
        heads.initialize(repeating: nil, count: Self.slots)
        occupied = [UInt64](repeating: 0, count: Self.slots / 64)
        tick = now >> Self.shift
    }

    /// Frees the ring; the sources must be gone from it.
    func deallocate() { heads.deallocate() }

    /// Sets or moves a source's deadline.
    mutating func schedule(_ source: TimedSource, at deadline: UInt32) {
        if source.slot >= 0 { cancel(source) }
        source.deadline = deadline
        // A deadline is never early: it fires with the first tick that lies wholly behind it.
        var target = (deadline &+ 63) >> Self.shift
        let ahead = Int32(bitPattern: (target &- tick) << Self.shift) >> Int32(Self.shift)
        if ahead <= 0 { target = tick &+ 1 }
        insert(source, Int(target) & (Self.slots - 1))
    }

    private mutating func insert(_ source: TimedSource, _ slot: Int) {
        let head = heads[slot]?.takeUnretainedValue()
        source.slot = Int16(truncatingIfNeeded: slot)
        source.previous = nil
        source.next = head
        head?.previous = source
        heads[slot] = Unmanaged.passUnretained(source)
        occupied[slot >> 6] |= 1 << UInt64(slot & 63)
        count += 1
    }

    /// Takes a source out; one that is not in the wheel is left alone.
    mutating func cancel(_ source: TimedSource) {
        guard source.slot >= 0 else { return }
        let slot = Int(source.slot)
        if let previous = source.previous {
            previous.next = source.next
        } else {
            heads[slot] = source.next.map { Unmanaged.passUnretained($0) }
            if source.next == nil { occupied[slot >> 6] &= ~(1 << UInt64(slot & 63)) }
        }
        source.next?.previous = source.previous
        source.previous = nil
        source.next = nil
        source.slot = -1
        count -= 1
    }

    /// Takes out the next source that is due, or nil. Call until nil.
    mutating func popExpired(now: UInt32) -> TimedSource? {
        let target = now >> Self.shift
        while true {
            let slot = Int(tick) & (Self.slots - 1)
            var candidate = heads[slot]?.takeUnretainedValue()
            while let source = candidate {
                if Int32(bitPattern: source.deadline &- now) <= 0 {
                    cancel(source)
                    return source
                }
                candidate = source.next
            }
            let behind = (target &- tick) & (UInt32.max >> Self.shift)
            guard behind > 0, behind < UInt32.max >> (Self.shift + 1) else { return nil }
            tick = behind > UInt32(Self.slots) ? target &- UInt32(Self.slots) : tick &+ 1
        }
    }

    /// How many milliseconds until a slot that holds something is due; nil if the wheel is empty.
    func millisecondsToNext(now: UInt32) -> Int32? {
        guard count > 0 else { return nil }
        // The slot of `tick` itself has been looked at: what is left there is a whole round ahead.
        var ahead = 1
        while ahead <= Self.slots {
            let slot = (Int(tick) + ahead) & (Self.slots - 1)
            let word = occupied[slot >> 6] >> UInt64(slot & 63)
            if word != 0 {
                let due = (tick &+ UInt32(ahead + word.trailingZeroBitCount)) << Self.shift
                return max(0, Int32(bitPattern: due &- now))
            }
            ahead += 64 - (slot & 63)
        }
        return nil
    }
}
