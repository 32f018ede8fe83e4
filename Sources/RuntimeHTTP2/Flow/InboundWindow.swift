/// How much a peer may send (RFC 9113 §5.2): what it is granted again depends on what was used up of what it sent.
struct InboundWindow {
    /// What the peer may have under way, and unread here, at most.
    private(set) var target: Int
    /// What it may still send, as the codec counts.
    private var size: Int
    /// What it sent and nobody has used up.
    private(set) var held = 0
    /// The peer sends no more.
    var isClosed = false

    init(target: Int, size: Int) {
        self.target = target
        self.size = size
    }

    /// Bytes came in.
    mutating func received(_ count: Int) { held += count }

    /// Bytes were used up.
    ///
    /// - Returns: how many more to grant, if it is worth a frame.
    mutating func used(_ count: Int) -> Int? {
        held = max(0, held - count)
        return increment
    }

    /// The codec's count is another now.
    mutating func isNow(_ size: Int) -> Int? {
        self.size = size
        return increment
    }

    /// The setting for new streams changed, and with it that of those that are open.
    mutating func moved(by delta: Int) {
        target += delta
        size += delta
    }

    /// Worth a frame is half of the target.
    private var increment: Int? {
        guard !isClosed else { return nil }
        let missing = target - held - size
        return missing > 0 && missing >= target / 2 ? min(missing, Int(Int32.max) - max(size, 0)) : nil
    }
}
