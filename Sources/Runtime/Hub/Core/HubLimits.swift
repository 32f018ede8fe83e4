/// A hub's settings in the units of its loops.
struct HubLimits: Sendable {
    let queue: Int
    let queueBytes: Int
    /// How many messages are collected before they are sent, also within a turn: a part of the queue, so that a client
    /// that takes nothing for a moment is not over its limit at once.
    let quantum: Int
    let slow: SlowClientPolicy
    let accepts: AcceptedFrames
    let trims: Bool
    /// Milliseconds; 0 switches it off.
    let ping: UInt32
    let timeout: UInt32
    let write: UInt32
    let closeTimeout: UInt32
    /// Nanoseconds between messages at the full rate; 0 is no limit.
    let rateInterval: UInt64
    /// How far, in nanoseconds, the bucket may be filled for one more message to pass.
    let rateTolerance: UInt64
    /// Bytes that a connection may send in a period of so many nanoseconds; 0 is no limit.
    let byteRate: UInt64
    let byteRatePeriod: UInt64
    /// Shorter payloads, in bytes, are sent as they are.
    let deflateThreshold: Int
    /// The fields that make up a message's key.
    let conflateBy: [String]
    /// Whether the messages of a history are raw text.
    let historyIsText: Bool

    init(_ settings: HubSettings) {
        queue = max(1, settings.queue)
        quantum = min(256, max(1, queue / 4))
        let message = max(0, settings.message)
        let fourMessages = message.multipliedReportingOverflow(by: 4)
        queueBytes = max(
            1, settings.queueBytes ?? max(1 << 20, fourMessages.overflow ? .max / 4 : fourMessages.partialValue))
        slow = settings.slow
        accepts = settings.accepts
        trims = settings.trim
        ping = Self.milliseconds(settings.ping)
        timeout = Self.milliseconds(settings.timeout)
        write = Self.milliseconds(settings.write)
        closeTimeout = max(1, Self.milliseconds(settings.closeTimeout))
        if let rate = settings.rate, rate.messages > 0 {
            let period = max(1, Self.nanoseconds(rate.period))
            rateInterval = max(1, period / UInt64(rate.messages))
            rateTolerance = period - rateInterval
        } else {
            rateInterval = 0
            rateTolerance = 0
        }
        byteRate = UInt64(max(0, settings.byteRate?.bytes ?? 0))
        byteRatePeriod = max(1, settings.byteRate.map { Self.nanoseconds($0.period) } ?? 1)
        deflateThreshold = settings.compressThreshold
        // Without a key every message would be its own.
        conflateBy = settings.conflateBy
        historyIsText = settings.history?.isText ?? false
    }

    /// At most about 12 days, half of what a loop's clock can tell apart.
    static func milliseconds(_ duration: Duration) -> UInt32 {
        let parts = duration.components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        guard parts.seconds < 1_000_000 else { return 1_000_000_000 }
        return UInt32(parts.seconds) * 1000 + UInt32(parts.attoseconds / 1_000_000_000_000_000)
    }

    static func nanoseconds(_ duration: Duration) -> UInt64 {
        let parts = duration.components
        guard parts.seconds >= 0, parts.attoseconds >= 0 else { return 0 }
        guard parts.seconds < 1_000_000_000 else { return 1_000_000_000_000_000_000 }
        return UInt64(parts.seconds) * 1_000_000_000 + UInt64(parts.attoseconds / 1_000_000_000)
    }
}
