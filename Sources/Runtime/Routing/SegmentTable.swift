/// A hash table from byte strings, made once: looking one up takes the same time among ten as among thousands.
///
/// Its keys come from the service's own routes, so that hashing needs no seed: no request adds one.
struct SegmentTable<Value: Sendable>: Sendable {
    private struct Slot {
        var hash: UInt64
        var key: ByteRange
        var value: Int
    }

    private var slots: [Slot?] = []
    private var keys: [UInt8] = []
    private var values: [Value] = []
    private let mask: Int

    init(_ pairs: [(key: [UInt8], value: Value)]) {
        var capacity = 1
        while capacity < pairs.count * 2 { capacity *= 2 }
        mask = capacity - 1
        guard !pairs.isEmpty else { return }
        slots = Array(repeating: nil, count: capacity)
        for pair in pairs {
            let hash = pair.key.withUnsafeBytes { Self.hash($0) }
            var index = Int(truncatingIfNeeded: hash) & mask
            while slots[index] != nil { index = (index + 1) & mask }
            slots[index] = Slot(
                hash: hash, key: ByteRange(start: keys.count, count: pair.key.count), value: values.count)
            keys.append(contentsOf: pair.key)
            values.append(pair.value)
        }
    }

    subscript(_ key: UnsafeRawBufferPointer) -> Value? {
        guard !slots.isEmpty else { return nil }
        let hash = Self.hash(key)
        var index = Int(truncatingIfNeeded: hash) & mask
        // At most half of the slots are taken, so there is always one that ends the walk.
        while let slot = slots[index] {
            if slot.hash == hash, Int(slot.key.count) == key.count, equal(slot.key, key) { return values[slot.value] }
            index = (index + 1) & mask
        }
        return nil
    }

    private func equal(_ range: ByteRange, _ other: UnsafeRawBufferPointer) -> Bool {
        keys.withUnsafeBytes { $0[range.range].elementsEqual(other) }
    }

    /// Eight bytes a step, mixed by multiplication.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: bytes.count) &* 0x9E37_79B9_7F4A_7C15
        var index = 0
        while index + 8 <= bytes.count {
            hash = (hash ^ bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
            index += 8
        }
        var tail: UInt64 = 0
        while index < bytes.count {
            tail = tail << 8 | UInt64(bytes[index])
            index += 1
        }
        hash = (hash ^ tail) &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 32)
    }
}
