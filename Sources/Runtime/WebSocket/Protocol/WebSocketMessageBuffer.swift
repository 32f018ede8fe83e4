/// The bytes of a message that has not ended yet: one block that grows by doubling, and none while it is empty.
struct WebSocketMessageBuffer: ~Copyable {
    private(set) var base: UnsafeMutableRawPointer?
    /// Bytes in use.
    private(set) var count = 0
    private(set) var capacity = 0

    init() {}

    deinit { base?.deallocate() }

    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

    /// Where the byte after the last one goes, with room for `room` bytes and, if more are `expected` in all, for as
    /// many of them as doubling allows: what a peer promises must not cost memory before it has sent some of it.
    mutating func tail(room: Int, expected: Int) -> UnsafeMutableRawPointer {
        if let base, capacity &- count >= room { return base + count }
        let needed = count + room
        let generous = min(count + expected, max(4096, needed > Int.max / 2 ? needed : needed * 2))
        return grow(to: max(needed, generous))
    }

    private mutating func grow(to newCapacity: Int) -> UnsafeMutableRawPointer {
        let block = UnsafeMutableRawPointer.allocate(byteCount: max(1, newCapacity), alignment: 16)
        if let base {
            block.copyMemory(from: base, byteCount: count)
            base.deallocate()
        }
        base = block
        capacity = newCapacity
        return block + count
    }

    /// Counts bytes that were written at the tail.
    mutating func advance(_ written: Int) { count += written }

    mutating func append(_ bytes: UnsafeRawBufferPointer, expected: Int) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        tail(room: bytes.count, expected: max(expected, bytes.count)).copyMemory(
            from: source, byteCount: bytes.count)
        count += bytes.count
    }

    /// Hands the block out and is empty after.
    mutating func take() -> WebSocketMessageBuffer {
        var empty = WebSocketMessageBuffer()
        swap(&empty, &self)
        return empty
    }
}
