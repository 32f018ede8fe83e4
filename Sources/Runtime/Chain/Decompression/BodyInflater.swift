import CDeflate

/// Inflates a body as it comes: gzip (RFC 1952, several members too) or deflate (RFC 1950; without its header too, as some clients send it).
struct BodyInflater: Sendable {
    /// What there is.
    enum Step: Sendable {
        /// The next bytes, never none.
        case piece([UInt8])
        case needsInput
        case end
    }

    /// The most bytes of a piece.
    static let pieceSize = 64 * 1024

    /// zlib keeps a pointer to the stream in its own state, so the stream must not move. Whoever has it has the lock of its owner.
    private final class Stream: @unchecked Sendable {
        let pointer: UnsafeMutablePointer<z_stream>
        var isReady = false

        init() {
            pointer = .allocate(capacity: 1)
            pointer.initialize(to: z_stream())
        }

        deinit {
            if isReady { inflateEnd(pointer) }
            pointer.deallocate()
        }
    }

    private let coding: BodyCoding
    private let stream = Stream()
    private var input: [UInt8] = []
    private var position = 0
    private var isFinished = false
    /// Whether the last byte that was read ended a whole member.
    private var isAtEnd = true

    init(_ coding: BodyCoding) { self.coding = coding }

    /// Takes the next compressed bytes, when all before are used up.
    mutating func feed(_ bytes: [UInt8]) {
        if position >= input.count {
            input = bytes
            position = 0
        } else {
            input.append(contentsOf: bytes)
        }
    }

    /// There are no more.
    mutating func finish() { isFinished = true }

    /// Inflates a piece.
    ///
    /// - Throws: `HTTPError` 400 for what is no compressed data, or ends too early; 503 without memory.
    mutating func step() throws(HTTPError) -> Step {
        while true {
            guard position < input.count else {
                guard isFinished else { return .needsInput }
                guard isAtEnd else { throw .badRequest("the compressed body ends too early") }
                return .end
            }
            if !stream.isReady, !(try start()) { return .needsInput }
            let piece = try inflatePiece()
            if !piece.isEmpty { return .piece(piece) }
        }
    }

    /// - Returns: false if more must be seen first.
    private mutating func start() throws(HTTPError) -> Bool {
        // The C function negates the window bits: -31 is gzip, -15 zlib's header, 15 none.
        var bits: CInt = -31
        if coding == .deflate {
            guard input.count - position >= 2 || isFinished else { return false }
            let (first, second) = (Int(input[position]), input.count - position > 1 ? Int(input[position + 1]) : 1)
            bits = first & 0x0F == 8 && (first << 8 | second) % 31 == 0 ? -15 : 15
        }
        guard cdeflate_inflate_init(stream.pointer, bits) == Z_OK else {
            throw .serviceUnavailable(retryAfter: .seconds(1), "there is no memory for this body")
        }
        stream.isReady = true
        isAtEnd = false
        return true
    }

    private mutating func inflatePiece() throws(HTTPError) -> [UInt8] {
        let pointer = stream.pointer
        if isAtEnd {
            // Another member follows; only gzip has such (RFC 1952 §2.2).
            guard coding == .gzip, inflateReset(pointer) == Z_OK else {
                throw .badRequest("bytes follow the end of the compressed body")
            }
            isAtEnd = false
        }
        var result = Z_OK
        var used = 0
        let start = position
        let piece = input.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: Self.pieceSize) { room, count in
                // zlib does not write to its input, but declares it mutable.
                pointer.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + start) }
                let available = min(input.count - start, 1 << 30)
                pointer.pointee.avail_in = UInt32(available)
                pointer.pointee.next_out = room.baseAddress
                pointer.pointee.avail_out = UInt32(room.count)
                result = inflate(pointer, Z_NO_FLUSH)
                used = available - Int(pointer.pointee.avail_in)
                count = room.count - Int(pointer.pointee.avail_out)
            }
        }
        position += used
        switch result {
        case Z_STREAM_END: isAtEnd = true
        case Z_OK: break
        case Z_BUF_ERROR where used > 0 || !piece.isEmpty: break
        case Z_MEM_ERROR: throw .serviceUnavailable(retryAfter: .seconds(1), "there is no memory for this body")
        default: throw .badRequest("the body is not compressed as its Content-Encoding says")
        }
        return piece
    }
}
