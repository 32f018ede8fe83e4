@testable import GatewayRuntime

/// The other end of a connection without a socket: sends frames as a browser would, and reads those it gets.
final class ManualClient {
    /// A frame as the client sees it.
    enum Frame: Equatable {
        case text(String)
        case binary([UInt8])
        case close(UInt16?, String)
        case ping
        case pong(String)
        /// A compressed text, as it stands on the wire.
        case deflated([UInt8])
    }

    let transport = ManualTransport()
    var connection: WebSocketConnection?
    private let inTurn: (() -> Void) -> Void
    private var parsed = 0

    init(hub inTurn: @escaping (() -> Void) -> Void) { self.inTurn = inTurn }

    /// Sends a text message in a turn of its own.
    func say(_ text: String) { send(ClientFrame.text(text)) }

    /// Sends bytes in a turn of their own.
    func send(_ bytes: [UInt8]) { inTurn { deliver(bytes) } }

    /// Hands bytes to the connection within a turn that the test makes.
    func deliver(_ bytes: [UInt8]) {
        var bytes = bytes
        bytes.withUnsafeMutableBytes { connection?.received($0) }
    }

    /// Lets the connection write more bytes, in a turn of its own.
    func drain(_ bytes: Int = .max) {
        inTurn {
            transport.window = bytes
            connection?.writable()
        }
    }

    /// The frames that came since the last call.
    func frames() -> [Frame] {
        var frames: [Frame] = []
        while let (frame, length) = ClientFrame.parse(transport.output[parsed...]) {
            frames.append(frame)
            parsed += length
        }
        return frames
    }

    /// The texts among them.
    func texts() -> [String] {
        frames().compactMap { if case .text(let text) = $0 { text } else { nil } }
    }
}

/// A transport that takes as many bytes as the test allows.
final class ManualTransport: IndirectTransport {
    var output: [UInt8] = []
    /// How many bytes it takes before it says "not now".
    var window = Int.max
    var isReading = true
    var isOutputEnded = false
    var isClosed = false
    var isBroken = false
    /// How many writes were made.
    var writes = 0

    func write(_ pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Int {
        if isBroken { return -1 }
        writes += 1
        var taken = 0
        for piece in pieces {
            let part = piece.prefix(window)
            output.append(contentsOf: part)
            if window != .max { window -= part.count }
            taken += part.count
            if part.count < piece.count { break }
        }
        return taken
    }

    func setReading(_ isReading: Bool) { self.isReading = isReading }
    func shutdownOutput() { isOutputEnded = true }
    func close() { isClosed = true }
}

/// Frames as a client makes and reads them, written out by hand: an oracle must not share code with what it judges.
enum ClientFrame {
    static func text(_ text: String, fin: Bool = true) -> [UInt8] { frame(1, Array(text.utf8), fin: fin) }
    static func binary(_ bytes: [UInt8]) -> [UInt8] { frame(2, bytes) }
    static func ping(_ text: String = "") -> [UInt8] { frame(9, Array(text.utf8)) }
    static func close(_ code: UInt16, _ reason: String = "") -> [UInt8] {
        frame(8, [UInt8(code >> 8), UInt8(code & 255)] + Array(reason.utf8))
    }

    static func frame(_ opcode: UInt8, _ payload: [UInt8], fin: Bool = true) -> [UInt8] {
        // A mask of zeros leaves large payloads as they are: to change each of their bytes takes long under a sanitizer.
        let mask: [UInt8] = payload.count < 5000 ? [0x12, 0x34, 0x56, 0x78] : [0, 0, 0, 0]
        var bytes = [opcode | (fin ? 0x80 : 0)]
        switch payload.count {
        case ..<126: bytes.append(0x80 | UInt8(payload.count))
        case ..<65536: bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)]
        default: bytes += [0x80 | 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) }
        }
        bytes += mask
        bytes += payload.count < 5000 ? payload.enumerated().map { $1 ^ mask[$0 & 3] } : payload
        return bytes
    }

    static func parse(_ bytes: ArraySlice<UInt8>) -> (ManualClient.Frame, length: Int)? {
        let start = bytes.startIndex
        guard bytes.count >= 2, bytes[start + 1] & 0x80 == 0 else { return nil }
        var header = 2
        var length = Int(bytes[start + 1])
        if length >= 126 {
            header = length == 126 ? 4 : 10
            guard bytes.count >= header else { return nil }
            length = bytes[start + 2..<start + header].reduce(0) { $0 << 8 | Int($1) }
        }
        guard bytes.count >= header + length else { return nil }
        let payload = Array(bytes[start + header..<start + header + length])
        let text = String(decoding: payload, as: UTF8.self)
        let frame: ManualClient.Frame
        switch bytes[start] {
        case 0x81: frame = .text(text)
        case 0x82: frame = .binary(payload)
        case 0xC1: frame = .deflated(payload)
        case 0x88 where length >= 2:
            let reason = String(decoding: payload.dropFirst(2), as: UTF8.self)
            frame = .close(UInt16(payload[0]) << 8 | UInt16(payload[1]), reason)
        case 0x88: frame = .close(nil, "")
        case 0x89: frame = .ping
        case 0x8A: frame = .pong(text)
        default: return nil
        }
        return (frame, header + length)
    }
}
