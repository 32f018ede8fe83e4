import GatewayRuntime

/// Drives the WebSocket protocol with any bytes and holds it to what must be true of all of them:
/// - the same stream, cut elsewhere, gives the same events;
/// - no message is over the limit, and text is UTF-8 by the standard library's judgement;
/// - every reply is one whole frame;
/// - what the protocol sends, by itself or as a hub's broadcast, the other role reads as it was;
/// - the search for a message's key stays within it, whatever it is;
/// - reads lie in blocks of exactly their size, so that the address sanitizer sees each step outside.
///
/// Input: four bytes of settings, then a stream; or, with the highest bit of the first byte set, a list of frames to be
/// encoded and masked (first byte, length, payload), which gets deeper than flipped bits do.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzWebSocket(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count >= 4 else { return 0 }
    let input = UnsafeBufferPointer(start: start, count: count)
    let plan = Plan(input)
    let stream = plan.isProgram ? plan.frames(input[4...]) : Array(input[4...])
    let whole = run(stream, plan) { _ in Int.max }
    var state = UInt64(input[2]) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    let cut = run(stream, plan) { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 1 + Int(state >> 33) % (1 + Int(input[3]))
    }
    must(whole == cut, "cut elsewhere the stream means something else")
    if stream.count <= 64 {
        must(whole == run(stream, plan) { _ in 1 }, "byte by byte the stream means something else")
    }
    return 0
}

/// The settings that an input asks for.
struct Plan {
    let isProgram: Bool
    let echoes: Bool
    let settings: WebSocketProtocolSettings
    let mask: UInt32
    /// Close on the first message of a single letter, within its event.
    let closesEarly: Bool

    init(_ input: UnsafeBufferPointer<UInt8>) {
        let flags = input[0]
        isProgram = flags & 0x80 != 0
        echoes = flags & 0x40 != 0
        closesEarly = flags & 0x20 != 0
        let takeover = flags & 0x10 != 0
        let bits = 9 + Int(flags & 0x03)
        settings = WebSocketProtocolSettings(
            role: flags & 0x04 != 0 ? .client : .server, maxMessage: Int(input[1]) * 16,
            maxFrame: flags & 0x01 != 0 ? Int(input[1]) * 8 : nil,
            deflate: flags & 0x08 == 0
                ? nil
                : WebSocketDeflateParameters(
                    serverNoContextTakeover: !takeover, clientNoContextTakeover: !takeover, serverMaxWindowBits: bits,
                    clientMaxWindowBits: bits), deflateThreshold: 0)
        mask = UInt32(input[2]) &* 0x0101_0301
    }

    /// Encodes a list of frames, those with RSV1 and some payload deflated first.
    func frames(_ program: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
        var stream: [UInt8] = []
        var rest = program
        let workspace = Shared.workspace
        while let first = rest.popFirst(), let length = rest.popFirst() {
            var payload = Array(rest.prefix(Int(length)))
            rest = rest.dropFirst(payload.count)
            if first & 0x40 != 0, settings.deflate != nil {
                // Some payloads are repeated, so that messages get longer than what is inflated at a time.
                if length & 1 == 0 {
                    let once = payload
                    for _ in 0..<39 { payload += once }
                }
                let deflated = payload.withUnsafeBytes { workspace.broadcastFrame(.binary, $0, windowBits: 9) }
                if let deflated {
                    payload = Array(deflated.dropFirst(deflated[1] < 126 ? 2 : deflated[1] == 126 ? 4 : 10))
                }
            }
            guard let opcode = WebSocketOpcode(rawValue: first & 0x0F) else { continue }
            var room = [UInt8](repeating: 0, count: payload.count + WebSocketFrame.maxHeaderLength)
            let written = payload.withUnsafeBytes { payload in
                room.withUnsafeMutableBytes {
                    WebSocketFrame.encode(
                        opcode, payload, fin: first & 0x80 != 0, rsv1: first & 0x40 != 0,
                        mask: settings.role == .server ? mask : nil, into: $0)
                }
            }
            stream += room[..<(written ?? 0)]
        }
        return stream
    }
}

enum Shared {
    // Small compressors, since each run makes new ones.
    nonisolated(unsafe) static let workspace = WebSocketWorkspace(deflatePool: WebSocketDeflatePool(memoryLevel: 1))
    nonisolated(unsafe) static let peerWorkspace = WebSocketWorkspace(deflatePool: WebSocketDeflatePool(memoryLevel: 1))
}

/// What the events were, in short: a hash of all they said.
struct Digest: Equatable {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325

    mutating func add(_ word: UInt64) {
        let product = (value ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        value = product.high ^ product.low &+ 1
    }
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        guard let base = bytes.baseAddress else { return }
        var offset = 0
        while bytes.count - offset >= 8 {
            add(base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            offset += 8
        }
        for index in offset..<bytes.count { add(UInt64(bytes[index])) }
    }
}

/// Runs a stream in reads of the sizes that `next` gives.
func run(_ stream: [UInt8], _ plan: Plan, next: (Int) -> Int) -> Digest {
    var machine = WebSocketProtocol(plan.settings)
    var peer = peerOf(plan)
    let workspace = Shared.workspace
    var digest = Digest()
    var offset = 0
    while offset < stream.count {
        let size = min(stream.count - offset, next(offset))
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
        defer { block.deallocate() }
        block.copyBytes(from: stream[offset..<offset + size])
        offset += size
        var input = WebSocketInput(block)
        events: while true {
            let before = input.rest.count
            switch machine.next(&input, workspace) {
            case .needsInput:
                must(input.rest.isEmpty, "bytes are left though more are wanted")
                break events
            case .message(let kind, let payload):
                must(machine.state == .open, "a message after the end")
                must(payload.count <= plan.settings.maxMessage, "a message over the limit")
                if kind == .text { must(String(validating: payload, as: UTF8.self) != nil, "text that is not UTF-8") }
                digest.add(UInt64(kind.rawValue))
                digest.add(payload)
                scan(payload)
                if plan.closesEarly, payload.count == 1 {
                    whole(machine.close(.goingAway, reason: "é", workspace), plan)
                } else if plan.echoes {
                    echo(kind, payload, &machine, &peer)
                }
            case .ping(let payload, let reply):
                must(machine.state == .open && payload.count <= 125, "a bad ping")
                whole(reply, plan)
                digest.add(9)
                digest.add(payload)
            case .pong(let payload):
                digest.add(10)
                digest.add(payload)
            case .close(let code, let reason, let reply):
                must(machine.state == .closed, "open after close")
                if !reply.isEmpty { whole(reply, plan) }
                digest.add(8)
                digest.add(UInt64(code?.rawValue ?? 0))
                digest.add(reason)
            case .failed(let error, let reply):
                must(machine.state == .closed, "open after a failure")
                if !reply.isEmpty { whole(reply, plan) }
                for byte in error.description.utf8 { digest.add(UInt64(byte)) }
            }
            must(input.rest.count <= before, "bytes came back")
        }
    }
    digest.add(UInt64(machine.state.rawValue))
    return digest
}

/// Looks for fields in what may be JSON or not: all that is found lies within, and a key is the same each time.
func scan(_ payload: UnsafeRawBufferPointer) {
    if let range = JSONFieldScanner(payload).value(of: "a") {
        must(range.lowerBound >= 0 && range.upperBound <= payload.count, "a field outside of the message")
    }
    for dialect in [FrameDialect.plain, FrameDialect(windowBits: 9, isEnveloped: true)] {
        let key = ConflationKey(fields: ["a", "b"], dialect)
        must(key.key(of: payload) == key.key(of: payload), "a key that changes")
    }
}

/// A reply must be one frame, neither more nor less.
func whole(_ reply: UnsafeRawBufferPointer, _ plan: Plan) {
    let masked = plan.settings.role == .client
    must(reply.count >= 2 && reply[1] & 0x80 == (masked ? 0x80 : 0), "a reply of the wrong role")
    must(reply.count == 2 + (masked ? 4 : 0) + Int(reply[1] & 0x7F) && reply[1] & 0x7F <= 125, "no whole frame")
}

/// The other end, with no limits.
func peerOf(_ plan: Plan) -> WebSocketProtocol {
    WebSocketProtocol(
        WebSocketProtocolSettings(
            role: plan.settings.role == .server ? .client : .server, maxMessage: 1 << 24,
            deflate: plan.settings.deflate))
}

/// Sends a message back and reads it at the other end; of long ones now and then as a broadcast.
func echo(
    _ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer, _ machine: inout WebSocketProtocol,
    _ peer: inout WebSocketProtocol
) {
    let sender = Shared.peerWorkspace
    var frame: [UInt8]?
    if payload.count % 3 == 2, let bits = machine.broadcastWindowBits(payloadCount: payload.count) {
        frame = sender.broadcastFrame(kind, payload, windowBits: bits).map { Array($0) }
    } else if payload.count % 3 == 1, machine.role == .server, let window = machine.sendWindowBits {
        // As a hub does: one variant for all, also of what is plain then, and a note with each connection.
        let bits = WebSocketProtocol.sharedWindowBits(window, payloadCount: payload.count)
        frame = sender.broadcastFrame(kind, payload, windowBits: bits).map { Array($0) }
        machine.noteBroadcast()
    }
    var bytes = frame ?? Array(machine.frame(kind, payload, sender))
    bytes.withUnsafeMutableBytes { bytes in
        var input = WebSocketInput(bytes)
        guard case .message(let received, let copy) = peer.next(&input, sender) else {
            return must(false, "the other end does not read what was sent")
        }
        must(received == kind && copy.elementsEqual(payload), "the other end reads something else")
        must(input.rest.isEmpty, "more than a frame was sent")
    }
}
