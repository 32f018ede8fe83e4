/// How much of its CPUs a process has used, up to now.
struct CPUReading: Hashable, Sendable {
    /// In nanoseconds of one CPU, since some moment.
    let used: UInt64
    /// How many CPUs there are for it; parts count.
    let capacity: Double
}

/// The use of CPUs, smoothed, as a state machine over readings.
struct CPUAverage: Sendable {
    /// In tenths of a percent.
    private(set) var permille = 0.0
    private var last: (used: UInt64, at: UInt64)?
    /// What is left of an old value after a quarter of a second.
    private static let memory = 0.95
    private static let step = 250_000_000.0

    /// Takes a reading.
    ///
    /// - Parameter now: in nanoseconds.
    mutating func add(_ reading: CPUReading, now: UInt64) {
        defer { last = (reading.used, now) }
        guard let last, now > last.at, reading.used >= last.used, reading.capacity > 0 else { return }
        let elapsed = Double(now - last.at)
        let share = min(1000, Double(reading.used - last.used) / elapsed / reading.capacity * 1000)
        // Long silence counts as as many steps as fit into it, at most two seconds' worth: what it was before is forgotten.
        var weight = 1.0
        for _ in 0..<max(1, Int(min(elapsed / Self.step, 1000))) { weight *= Self.memory }
        permille = permille * weight + share * (1 - weight)
    }
}
