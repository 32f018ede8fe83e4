/// Follows the frames in what a client sends (RFC 9113 §4.1), without keeping them, to know whether a header section has
/// begun that isn't finished: that has a deadline.
struct FrameScanner {
    /// Bytes left of the preface or of a frame's payload.
    private var skip: Int
    private var isPreface = true
    /// The bytes of an unfinished frame header: length, type, flags.
    private var header: UInt64 = 0
    private var headerCount = 0
    private var type: UInt8 = 0
    private var endsHeaders = false
    /// A HEADERS frame came, and not yet the last CONTINUATION.
    private var isBlockOpen = false
    /// Frames that were finished outside of header sections, and header sections.
    private(set) var finished: UInt64 = 0

    /// - Parameter preface: how many bytes come before the first frame.
    init(preface: Int = 24) { skip = preface }

    /// Whether a frame's header or a header section is unfinished.
    var isUnfinished: Bool {
        isPreface || headerCount > 0 || isBlockOpen
    }

    /// Follows the next bytes.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while index < bytes.count {
            if skip > 0 {
                let step = min(skip, bytes.count - index)
                skip -= step
                index += step
                if skip == 0 { endFrame() }
            } else {
                // Length, type and flags; the stream's number doesn't matter.
                if headerCount < 5 { header = header << 8 | UInt64(bytes[index]) }
                headerCount += 1
                index += 1
                if headerCount == 9 { beginFrame() }
            }
        }
    }

    private mutating func beginFrame() {
        let length = Int(header >> 16)
        type = UInt8(truncatingIfNeeded: header >> 8)
        let flags = UInt8(truncatingIfNeeded: header)
        headerCount = 0
        header = 0
        if type == 1 || type == 9 {
            isBlockOpen = true
            endsHeaders = flags & 0x4 != 0
        }
        skip = length
        if skip == 0 { endFrame() }
    }

    private mutating func endFrame() {
        if isPreface {
            isPreface = false
        } else if type == 1 || type == 9 {
            guard endsHeaders else { return }
            isBlockOpen = false
        }
        finished &+= 1
    }
}
