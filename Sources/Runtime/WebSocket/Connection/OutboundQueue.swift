/// What waits for a socket that takes nothing now: whole frames in shared buffers, the frame under way, and control
/// frames, which go out before any other frame.
final class OutboundQueue {
    /// Whole frames in a buffer.
    private struct Entry {
        let buffer: FrameBuffer
        var offset: Int
        var end: Int
        var frames: Int
    }

    private var entries: [Entry] = []
    private var head = 0
    /// The rest of a frame of which some was written: nothing else may go out before it has.
    private var partial: Entry?
    private var control: [UInt8] = []
    private var controlStart = 0

    /// Messages that wait; the one under way is not among them.
    private(set) var messages = 0
    /// Bytes that wait.
    private(set) var bytes = 0

    /// How often all that waits was walked through for its keys.
    private(set) var walks = 0

    /// Control bytes that may wait; a peer that pings on and on without reading gets no more pongs.
    static let controlLimit = 4096

    var isEmpty: Bool { bytes == 0 }

    // MARK: Filling

    /// Adds a buffer of whole frames.
    func append(_ buffer: FrameBuffer, frames: Int) {
        entries.append(Entry(buffer: buffer, offset: 0, end: buffer.count, frames: frames))
        messages += frames
        bytes += buffer.count
    }

    /// Adds a buffer of which so much was written already.
    func append(_ buffer: FrameBuffer, frames: Int, written: Int) {
        append(buffer, frames: frames)
        advance(written)
    }

    /// Adds a control frame; unless it is a must, only if not too many wait.
    func appendControl(_ frame: UnsafeRawBufferPointer, isMust: Bool) {
        guard isMust || control.count - controlStart + frame.count <= Self.controlLimit else { return }
        control.append(contentsOf: frame)
        bytes += frame.count
    }

    // MARK: Emptying

    /// Lends the next pieces to write, at most 64.
    func withPieces<Result>(_ body: (UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UnsafeRawBufferPointer.self, capacity: 64) { pieces in
            control.withUnsafeBytes { control in
                var count = 0
                func add(_ piece: UnsafeRawBufferPointer) {
                    guard !piece.isEmpty else { return }
                    pieces.initializeElement(at: count, to: piece)
                    count += 1
                }
                if let partial { add(Self.bytes(of: partial)) }
                add(UnsafeRawBufferPointer(rebasing: control[controlStart...]))
                var index = head
                while index < entries.count, count < pieces.count {
                    add(Self.bytes(of: entries[index]))
                    index += 1
                }
                return body(UnsafeBufferPointer(rebasing: pieces[..<count]))
            }
        }
    }

    private static func bytes(of entry: Entry) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: entry.buffer.bytes[entry.offset..<entry.end])
    }

    /// Takes out what was written.
    func advance(_ written: Int) {
        var left = written
        bytes -= written
        if let entry = partial {
            let taken = min(left, entry.end - entry.offset)
            left -= taken
            partial?.offset += taken
            if entry.offset + taken == entry.end { partial = nil }
        }
        if left > 0, controlStart < control.count {
            let taken = min(left, control.count - controlStart)
            left -= taken
            controlStart += taken
            if controlStart == control.count {
                control.removeAll()
                controlStart = 0
            }
        }
        while left > 0, head < entries.count {
            let size = entries[head].end - entries[head].offset
            if left >= size {
                left -= size
                messages -= entries[head].frames
                dropEntry()
            } else {
                advanceWithin(&left)
            }
        }
    }

    /// Takes frames off the first entry; one that was written in part becomes `partial`.
    private func advanceWithin(_ left: inout Int) {
        while left > 0 {
            let entry = entries[head]
            let length = Self.frameLength(entry.buffer.bytes, at: entry.offset)
            entries[head].offset += length
            entries[head].frames -= 1
            messages -= 1
            if left < length {
                let start = entry.offset
                partial = Entry(buffer: entry.buffer, offset: start + left, end: start + length, frames: 0)
            }
            left -= min(left, length)
        }
        if entries[head].offset >= entries[head].end { dropEntry() }
    }

    private func dropEntry() {
        head += 1
        if head == entries.count {
            entries.removeAll(keepingCapacity: entries.count <= 64)
            head = 0
        } else if head >= 64, head * 2 >= entries.count {
            entries.removeFirst(head)
            head = 0
        }
    }

    // MARK: Dropping

    /// Drops the oldest whole frames until so few messages and bytes wait; gives how many were dropped.
    func dropOldest(messages limit: Int, bytes byteLimit: Int) -> Int {
        var dropped = 0
        while head < entries.count, messages > limit || bytes > byteLimit {
            let length = Self.frameLength(entries[head].buffer.bytes, at: entries[head].offset)
            entries[head].offset += length
            entries[head].frames -= 1
            messages -= 1
            bytes -= length
            dropped += 1
            if entries[head].offset >= entries[head].end { dropEntry() }
        }
        return dropped
    }

    /// Drops the newest whole frames until so few messages and bytes wait; gives how many were dropped.
    func dropNewest(messages limit: Int, bytes byteLimit: Int) -> Int {
        var dropped = 0
        while let last = entries.last, head < entries.count, messages > limit || bytes > byteLimit {
            // Frames can be walked only forwards: see how many of the last entry may stay.
            let spare = (
                messages: limit - (messages - last.frames), bytes: byteLimit - (bytes - (last.end - last.offset))
            )
            var end = last.offset
            var kept = 0
            while kept < last.frames, kept < spare.messages {
                let length = Self.frameLength(last.buffer.bytes, at: end)
                guard end + length - last.offset <= spare.bytes else { break }
                end += length
                kept += 1
            }
            dropped += last.frames - kept
            messages -= last.frames - kept
            bytes -= last.end - end
            if kept == 0 {
                entries.removeLast()
            } else {
                entries[entries.count - 1].end = end
                entries[entries.count - 1].frames = kept
            }
            if head == entries.count {
                entries.removeAll()
                head = 0
            }
        }
        return dropped
    }

    /// Of the text frames with the same key keeps the newest alone; gives how many were dropped.
    func conflate(by key: ConflationKey) -> Int {
        walks += 1
        var stale: Set<[Int]> = []
        var seen: Set<[UInt8]> = []
        for index in (head..<entries.count).reversed() {
            for (start, length) in frames(of: entries[index]).reversed() {
                let bytes = entries[index].buffer.bytes
                guard bytes[start] == 0x80 | WebSocketOpcode.text.rawValue else { continue }
                let payload = UnsafeRawBufferPointer(rebasing: bytes[Self.payload(bytes, start, length)])
                guard let found = key.key(of: payload) else { continue }
                if !seen.insert(found).inserted { stale.insert([index, start]) }
            }
        }
        guard !stale.isEmpty else { return 0 }
        var kept: [Entry] = []
        for index in head..<entries.count {
            for (start, length) in frames(of: entries[index]) {
                if stale.contains([index, start]) {
                    messages -= 1
                    bytes -= length
                } else if let last = kept.last, last.buffer.isSame(as: entries[index].buffer), last.end == start {
                    kept[kept.count - 1].end += length
                    kept[kept.count - 1].frames += 1
                } else {
                    kept.append(Entry(buffer: entries[index].buffer, offset: start, end: start + length, frames: 1))
                }
            }
        }
        entries = kept
        head = 0
        return stale.count
    }

    /// Where the frames of an entry start, and how long they are.
    private func frames(of entry: Entry) -> [(start: Int, length: Int)] {
        var frames: [(start: Int, length: Int)] = []
        var start = entry.offset
        while start < entry.end {
            let length = Self.frameLength(entry.buffer.bytes, at: start)
            frames.append((start, length))
            start += length
        }
        return frames
    }

    private static func payload(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> Range<Int> {
        let short = bytes[start + 1] & 0x7F
        return start + (short < 126 ? 2 : short == 126 ? 4 : 10)..<start + length
    }

    /// Drops every frame that has not begun; gives how many.
    func dropAll() -> Int { dropOldest(messages: 0, bytes: -1) }

    /// The length of the unmasked frame that starts at an offset.
    private static func frameLength(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int {
        let short = Int(bytes[offset + 1] & 0x7F)
        switch short {
        case 126:
            return 4 + Int(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 2, as: UInt16.self)))
        case 127:
            let length = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: offset + 2, as: UInt64.self))
            return 10 + Int(truncatingIfNeeded: length)
        default: return 2 + short
        }
    }
}
