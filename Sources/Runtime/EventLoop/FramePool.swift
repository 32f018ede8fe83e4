import CEpoll

/// Blocks of short messages' frames that are used again once nobody holds them: a loop that relays messages allocates
/// nothing for them.
///
/// Whoever else has a frame, on whatever thread, has a reference to it, and then it is left alone.
struct FramePool {
    private var slots: [FrameBuffer] = []
    private var next = 0

    /// Longer payloads, in bytes, have a block of their own: to fill it costs more than to allocate it.
    static let longest = 1008
    /// How many blocks there are; what a turn sends at once beyond them is allocated.
    private static let size = 256
    /// The thread sanitizer doesn't see the order that reference counts give.
    static let isUsed = cepoll_is_race_checked() == 0

    /// A block for a payload of at most `longest` bytes.
    mutating func take(payload count: Int) -> FrameBuffer {
        guard Self.isUsed else { return .allocate(payload: count) }
        // In steps, so that a block also does for a message of about the length.
        let room = (count + 256) & ~255
        guard slots.count == Self.size else {
            let buffer = FrameBuffer.allocate(payload: room)
            slots.append(buffer)
            return buffer
        }
        next = next + 1 < Self.size ? next + 1 : 0
        if slots[next].reuse(payload: count) { return slots[next] }
        let buffer = FrameBuffer.allocate(payload: room)
        slots[next] = buffer
        return buffer
    }
}
