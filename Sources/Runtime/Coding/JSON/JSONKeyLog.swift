/// Remembers the keys of all open objects, so that a second one of the same name is found.
///
/// Most objects cost one bit test and one store for each key; only large ones get a set, whose hashing is seeded, so that
/// no sender can make it slow.
struct JSONKeyLog {
    private struct Frame {
        let start: Int
        let firstKey: Int
        /// One bit for each of 64 classes of keys: an unset one says that the key is new.
        var seen: UInt64 = 0
        var keys: Set<JSONKey>?
    }

    private var frames: [Frame] = []
    private var log: [JSONKey] = []
    private static let largest = 32

    var depth: Int { frames.count }

    mutating func beginObject(at start: Int) {
        if frames.isEmpty {
            // Room for what most documents need, taken once.
            frames.reserveCapacity(4)
            log.reserveCapacity(24)
        }
        frames.append(Frame(start: start, firstKey: log.count))
    }

    /// Forgets the innermost object and answers where it started.
    @discardableResult
    mutating func endObject() -> Int {
        guard let frame = frames.popLast() else { return 0 }
        log.removeLast(log.count - frame.firstKey)
        return frame.start
    }

    /// Forgets the objects that were opened after there were `depth`.
    mutating func unwind(to depth: Int) {
        while frames.count > depth { endObject() }
    }

    /// Whether the key is new in the innermost object.
    mutating func insert(_ key: JSONKey) -> Bool {
        let last = frames.count - 1
        guard last >= 0 else { return true }
        let bit: UInt64 = 1 << (key.spread >> 58)
        let isNew = frames[last].seen & bit == 0
        frames[last].seen |= bit
        let first = frames[last].firstKey
        if log.count - first < Self.largest {
            if !isNew, log[first...].contains(key) { return false }
            log.append(key)
            return true
        }
        if frames[last].keys == nil { frames[last].keys = Set(log[first...]) }
        return frames[last].keys?.insert(key).inserted ?? true
    }
}
