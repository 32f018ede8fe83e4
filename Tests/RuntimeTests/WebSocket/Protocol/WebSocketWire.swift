@testable import GatewayRuntime

/// Builds frames byte by byte, wrong ones too, without the encoder under test.
struct WireFrame {
    enum LengthForm { case shortest, sixteenBits, sixtyFourBits }

    var opcode: UInt8
    var payload: [UInt8] = []
    var fin = true
    var reserved: UInt8 = 0
    var mask: [UInt8]? = [0x37, 0xFA, 0x21, 0x3D]
    var form = LengthForm.shortest
    /// What the header claims instead of the payload's length.
    var claimed: UInt64?

    static func text(_ text: String, fin: Bool = true) -> WireFrame {
        WireFrame(opcode: 1, payload: Array(text.utf8), fin: fin)
    }
    static func binary(_ bytes: [UInt8], fin: Bool = true) -> WireFrame {
        WireFrame(opcode: 2, payload: bytes, fin: fin)
    }
    static func more(_ bytes: [UInt8], fin: Bool = true) -> WireFrame {
        WireFrame(opcode: 0, payload: bytes, fin: fin)
    }
    static func ping(_ text: String = "") -> WireFrame { WireFrame(opcode: 9, payload: Array(text.utf8)) }
    static func pong(_ text: String = "") -> WireFrame { WireFrame(opcode: 10, payload: Array(text.utf8)) }
    static func close(_ code: UInt16?, _ reason: [UInt8] = []) -> WireFrame {
        let bytes = code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? []
        return WireFrame(opcode: 8, payload: bytes + reason)
    }

    func with(_ change: (inout WireFrame) -> Void) -> WireFrame {
        var copy = self
        change(&copy)
        return copy
    }

    var bytes: [UInt8] {
        let length = claimed ?? UInt64(payload.count)
        let maskBit: UInt8 = mask == nil ? 0 : 0x80
        var bytes = [(fin ? 0x80 : 0) | reserved << 4 | opcode]
        switch form {
        case .shortest where length < 126: bytes.append(maskBit | UInt8(length))
        case .shortest where length < 65_536, .sixteenBits:
            bytes += [maskBit | 126, UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length)]
        default:
            bytes.append(maskBit | 127)
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * $0)) }
        }
        bytes += mask ?? []
        return bytes + payload.enumerated().map { index, byte in byte ^ (mask?[index % 4] ?? 0) }
    }
}

extension [WireFrame] {
    var bytes: [UInt8] { flatMap(\.bytes) }
}

/// An event with its bytes copied, so that it can be kept and compared. Of a reply there is what its frame says.
enum RecordedEvent: Equatable, CustomStringConvertible {
    case message(WebSocketMessageKind, [UInt8])
    case ping([UInt8], reply: [UInt8])
    case pong([UInt8])
    case close(WebSocketCloseCode?, String, reply: [UInt8])
    case failed(WebSocketProtocolError, reply: [UInt8])

    static func text(_ text: String) -> RecordedEvent { .message(.text, Array(text.utf8)) }
    static func binary(_ bytes: [UInt8]) -> RecordedEvent { .message(.binary, bytes) }
    static func ping(_ text: String) -> RecordedEvent {
        .ping(Array(text.utf8), reply: [0x8A, UInt8(text.utf8.count)] + Array(text.utf8))
    }
    static func pong(_ text: String) -> RecordedEvent { .pong(Array(text.utf8)) }
    static func closed(_ code: UInt16?, _ reason: String = "") -> RecordedEvent {
        let echo = code.map { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } ?? []
        return .close(code.map(WebSocketCloseCode.init), reason, reply: [0x88, UInt8(echo.count)] + echo)
    }
    static func failed(_ error: WebSocketProtocolError) -> RecordedEvent {
        let code = error.code.rawValue
        let reason = Array(error.description.utf8)
        return .failed(error, reply: [0x88, UInt8(reason.count + 2), UInt8(code >> 8), UInt8(code & 0xFF)] + reason)
    }

    /// Nil for `needsInput`.
    init?(_ event: WebSocketEvent) {
        switch event {
        case .needsInput: return nil
        case .message(let kind, let payload): self = .message(kind, Array(payload))
        case .ping(let payload, let reply): self = .ping(Array(payload), reply: Array(reply))
        case .pong(let payload): self = .pong(Array(payload))
        case .close(let code, let reason, let reply):
            self = .close(code, String(decoding: reason, as: UTF8.self), reply: Array(reply))
        case .failed(let error, let reply): self = .failed(error, reply: Array(reply))
        }
    }

    var description: String {
        switch self {
        case .message(let kind, let bytes): "\(kind)(\(bytes.count) bytes: \(bytes.prefix(24)))"
        case .ping(let bytes, let reply): "ping(\(bytes.count), reply \(reply.count))"
        case .pong(let bytes): "pong(\(bytes.count))"
        case .close(let code, let reason, let reply): "close(\(code?.description ?? "-"), \(reason), \(reply))"
        case .failed(let error, let reply): "failed(\(error), reply \(reply.count))"
        }
    }
}

/// A protocol under test with a workspace of its own and all its events so far.
final class ProtocolDriver {
    var machine: WebSocketProtocol
    let workspace: WebSocketWorkspace
    var events: [RecordedEvent] = []

    init(
        _ settings: WebSocketProtocolSettings = WebSocketProtocolSettings(),
        workspace: WebSocketWorkspace = WebSocketWorkspace()
    ) {
        machine = WebSocketProtocol(settings)
        self.workspace = workspace
    }

    var state: WebSocketProtocol.State { machine.state }
    var awaitingClose: Bool { machine.awaitingClose }
    /// Bytes that the protocol holds of a message that has not ended.
    var keptCapacity: Int { machine.message.capacity }

    var keepsInflater: Bool { machine.inflater != nil }
    var keepsDeflater: Bool { machine.deflater != nil }

    /// The next event of an input that the test holds.
    func next(_ input: inout WebSocketInput) -> RecordedEvent? { RecordedEvent(machine.next(&input, workspace)) }

    /// Gives one read's bytes, in a block of exactly their size so that a sanitizer sees every step outside.
    func read(_ bytes: some Collection<UInt8>) {
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
        defer { block.deallocate() }
        block.copyBytes(from: bytes)
        var input = WebSocketInput(block)
        while let event = RecordedEvent(machine.next(&input, workspace)) { events.append(event) }
    }

    /// The events of a stream that is cut before each of the positions.
    static func events(
        of stream: [UInt8], cutAt cuts: [Int] = [], _ settings: WebSocketProtocolSettings = WebSocketProtocolSettings()
    ) -> [RecordedEvent] {
        let driver = ProtocolDriver(settings)
        var start = 0
        for cut in cuts.sorted() + [stream.count] where cut >= start && cut <= stream.count {
            driver.read(stream[start..<cut])
            start = cut
        }
        return driver.events
    }

    func frame(_ kind: WebSocketMessageKind, _ payload: [UInt8]) -> [UInt8] {
        payload.withUnsafeBytes { Array(machine.frame(kind, $0, workspace)) }
    }

    func close(_ code: WebSocketCloseCode? = nil, reason: String = "") -> [UInt8] {
        Array(machine.close(code, reason: reason, workspace))
    }
}

/// Random numbers from a seed, so that a failure can be had again (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
