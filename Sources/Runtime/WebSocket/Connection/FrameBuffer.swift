/// Encoded frames in one block of memory that any number of connections share: a single message, or a run of them.
///
/// Every frame starts with its own header, so a run needs no table of where its frames lie. A copy is a reference.
struct FrameBuffer: @unchecked Sendable {
    // @unchecked: written before it is shared and only read after; `clear` and `append` are for a run that one loop
    // alone holds.

    /// Where the frames lie, and where the payload of a single frame starts.
    struct Bounds {
        var start = 0
        var end = 0
        var payload = 0
        var capacity = 0
        /// The same message as other connections get it; made when one first needs it, under `making`.
        var variants: FrameVariants?
    }

    private var storage: ManagedBuffer<Bounds, UInt8>

    /// Room before a payload for the longest header a server writes, kept aligned.
    private static let headroom = 16

    /// An empty buffer with room for a payload of so many bytes and its header.
    static func allocate(payload: Int) -> FrameBuffer {
        let whole = headroom + payload
        return FrameBuffer(
            storage: .create(minimumCapacity: whole) { _ in
                Bounds(start: headroom, end: headroom, payload: headroom, capacity: whole)
            })
    }

    /// A single frame around a payload.
    static func frame(_ opcode: WebSocketOpcode, _ payload: UnsafeRawBufferPointer) -> FrameBuffer {
        let buffer =
            if payload.count <= FramePool.longest, let loop = HubLoop.current {
                loop.frames.take(payload: payload.count)
            } else {
                allocate(payload: payload.count)
            }
        buffer.append(payload)
        buffer.close(opcode)
        return buffer
    }

    /// Frames that are encoded already.
    static func encoded(_ frames: UnsafeRawBufferPointer) -> FrameBuffer {
        let buffer = allocate(payload: frames.count)
        buffer.append(frames)
        return buffer
    }

    /// A ping without a payload.
    static let ping = frame(.ping, UnsafeRawBufferPointer(start: nil, count: 0))

    /// Appends bytes; there must be room for them.
    func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress, !bytes.isEmpty else { return }
        storage.withUnsafeMutablePointers { bounds, elements in
            precondition(bounds.pointee.capacity - bounds.pointee.end >= bytes.count, "a frame buffer has no room")
            UnsafeMutableRawPointer(elements + bounds.pointee.end).copyMemory(from: source, byteCount: bytes.count)
            bounds.pointee.end += bytes.count
        }
    }

    /// Writes the header before the payload that was appended, and so makes it one frame.
    private func close(_ opcode: WebSocketOpcode) {
        storage.withUnsafeMutablePointers { bounds, elements in
            let length = bounds.pointee.end - bounds.pointee.payload
            bounds.pointee.start = bounds.pointee.payload - WebSocketFrame.headerLength(for: length)
            WebSocketFrame.writeHeader(opcode, payloadLength: length, to: elements + bounds.pointee.start)
        }
    }

    /// Whether nobody else holds it.
    mutating func isUnshared() -> Bool { isKnownUniquelyReferenced(&storage) }

    /// Makes it empty again if nobody else holds it and there is room for a payload of so many bytes.
    mutating func reuse(payload count: Int) -> Bool {
        guard isUnshared() else { return false }
        return storage.withUnsafeMutablePointerToHeader { bounds in
            guard bounds.pointee.capacity - Self.headroom >= count else { return false }
            bounds.pointee.start = Self.headroom
            bounds.pointee.end = Self.headroom
            bounds.pointee.payload = Self.headroom
            if bounds.pointee.variants != nil { bounds.pointee.variants = nil }
            return true
        }
    }

    /// Whether it is the same block of memory.
    func isSame(as other: FrameBuffer) -> Bool { storage === other.storage }

    /// Makes an unshared run empty again.
    func clear() {
        storage.withUnsafeMutablePointerToHeader { $0.pointee.end = $0.pointee.start }
    }

    /// How many more bytes there is room for.
    var room: Int { storage.withUnsafeMutablePointerToHeader { $0.pointee.capacity - $0.pointee.end } }

    /// Everything, headers included. Valid while the buffer is alive and nothing is appended.
    @inline(__always)
    var bytes: UnsafeRawBufferPointer {
        storage.withUnsafeMutablePointers { bounds, elements in
            UnsafeRawBufferPointer(
                start: elements + bounds.pointee.start, count: bounds.pointee.end &- bounds.pointee.start)
        }
    }

    /// How many bytes there are.
    @inline(__always)
    var count: Int { storage.withUnsafeMutablePointerToHeader { $0.pointee.end &- $0.pointee.start } }

    /// The payload of a single frame.
    var payload: UnsafeRawBufferPointer {
        storage.withUnsafeMutablePointers { bounds, elements in
            UnsafeRawBufferPointer(
                start: elements + bounds.pointee.payload, count: bounds.pointee.end - bounds.pointee.payload)
        }
    }

    // MARK: Variants

    /// Whether it is one data frame as it was made: neither a control frame nor deflated.
    var isPlainMessage: Bool {
        guard let first = bytes.first else { return false }
        return first == 0x80 | WebSocketOpcode.text.rawValue || first == 0x80 | WebSocketOpcode.binary.rawValue
    }

    /// Whether a plain message is text.
    var kind: WebSocketMessageKind { bytes.first == 0x80 | WebSocketOpcode.text.rawValue ? .text : .binary }

    /// Guards the `variants` of all frames: they are looked at once for each turn and dialect, not for each delivery.
    private static let making = Guarded<Void>(())

    /// The same message for other connections.
    var variants: FrameVariants {
        Self.making.withLock { _ in
            storage.withUnsafeMutablePointerToHeader { header in
                if let known = header.pointee.variants { return known }
                let made = FrameVariants()
                header.pointee.variants = made
                return made
            }
        }
    }

    /// A copy with a place in a room's history.
    func placed(at place: HistoryPlace) -> FrameBuffer {
        let copy = FrameBuffer.frame(kind == .text ? .text : .binary, payload)
        copy.storage.withUnsafeMutablePointerToHeader { $0.pointee.variants = FrameVariants(place: place) }
        return copy
    }

    /// Its place in a room's history, if it has one.
    var place: HistoryPlace? {
        Self.making.withLock { _ in storage.withUnsafeMutablePointerToHeader { $0.pointee.variants?.place } }
    }
}
