/// The bytes of a message that has not ended yet: one block that grows by doubling, and none while it is empty.
struct WebSocketMessageBuffer: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer?
    /// Bytes in use.
    private(set) var count = 0
    private(set) var capacity = 0

    init() {}

    deinit { base?.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Where the byte after the last one goes; nil before the first `reserve`.
    var tail: UnsafeMutableRawPointer? { base.map { $0 + count } }

    /// Makes room for `room` more bytes.
    ///
    /// A first block is as large as what is `expected` for now, but not much larger than what has come: a promise must
    /// not cost memory. A later one is twice as large as the last, so that a message of many small fragments is not
    /// copied for each of them; only what `isLast` may be cut to size.
    mutating func reserve(_ room: Int, expected: Int, isLast: Bool = false) {
        let needed = count + room
        guard capacity < needed || base == nil else { return }
        let all = count + max(expected, room)
        let doubled = base == nil ? max(4096, needed * 2) : max(capacity * 2, needed)
        grow(to: base == nil || isLast ? min(all, doubled) : doubled)
    }

    private mutating func grow(to newCapacity: Int) {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(1, newCapacity), alignment: 8)
        if let base {
            block.copyMemory(from: base, byteCount: count)
            base.deallocate()
        }
        base = block
        capacity = newCapacity
    }

    /// Counts bytes that were written at the tail.
    mutating func advance(_ written: Int) { count += written }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        reserve(bytes.count, expected: bytes.count)
        tail?.copyMemory(from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Hands the block out and is empty after.
    mutating func take() -> WebSocketMessageBuffer {
        var empty = WebSocketMessageBuffer()
        swap(&empty, &self)
        return empty
    }
}
