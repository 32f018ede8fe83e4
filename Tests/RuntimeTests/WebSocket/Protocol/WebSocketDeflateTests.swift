import Testing

@testable import GatewayRuntime

@Suite("permessage-deflate")
struct WebSocketDeflateTests {
    static func parameters(takeover: Bool, serverBits: Int = 15, clientBits: Int = 15) -> WebSocketDeflateParameters {
        WebSocketDeflateParameters(
            serverNoContextTakeover: !takeover, clientNoContextTakeover: !takeover, serverMaxWindowBits: serverBits,
            clientMaxWindowBits: clientBits)
    }

    static func settings(
        takeover: Bool = false, maxMessage: Int = 1 << 20, role: WebSocketRole = .server, threshold: Int = 0,
        bits: Int = 15
    ) -> WebSocketProtocolSettings {
        WebSocketProtocolSettings(
            role: role, maxMessage: maxMessage,
            deflate: parameters(takeover: takeover, serverBits: bits, clientBits: bits), deflateThreshold: threshold)
    }

    static func deflated(_ payload: [UInt8], opcode: UInt8 = 1, fin: Bool = true) -> WireFrame {
        WireFrame(opcode: opcode, payload: payload, fin: fin, reserved: opcode == 0 ? 0 : 4)
    }

    static let hello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]

    /// RFC 7692 §7.2.3 and variants of it, all of them "Hello".
    static let rfcExamples: [(name: String, payload: [UInt8])] = [
        ("one block", hello),
        ("a stored block", [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]),
        ("a block with BFINAL and a byte behind it", [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]),
        ("a block with BFINAL and nothing behind it", [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]),
        ("two blocks", [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]),
    ]

    @Test("the RFC's examples, whole and in fragments, cut anywhere", arguments: rfcExamples)
    func examples(_ name: String, _ payload: [UInt8]) {
        for split in 0...payload.count {
            let frames =
                split == payload.count
                ? [Self.deflated(payload)]
                : [
                    Self.deflated(Array(payload[..<split]), fin: false), .ping("p"),
                    Self.deflated(Array(payload[split...]), opcode: 0),
                ]
            let expected: [RecordedEvent] = (split == payload.count ? [] : [.ping("p")]) + [.text("Hello")]
            for takeover in [false, true] {
                let settings = Self.settings(takeover: takeover)
                let twice = frames.bytes + frames.bytes
                #expect(ProtocolDriver.events(of: twice, settings) == expected + expected, "\(split)")
                #expect(
                    ProtocolDriver.events(of: twice, cutAt: Array(0..<twice.count), settings) == expected + expected,
                    "\(split), byte by byte")
            }
        }
    }

    @Test("a message may refer to the one before it only with context takeover")
    func takeover() {
        let second: [UInt8] = [0xF2, 0x00, 0x11, 0x00, 0x00]
        let stream = [Self.deflated(Self.hello), Self.deflated(second)].bytes
        #expect(
            ProtocolDriver.events(of: stream, Self.settings(takeover: true)) == [.text("Hello"), .text("Hello")])
        #expect(
            ProtocolDriver.events(of: stream, Self.settings(takeover: false))
                == [.text("Hello"), .failed(.invalidDeflate)])
    }

    @Test("an uncompressed message may stand between compressed ones, and empty ones are messages too")
    func mixed() {
        let stream = [Self.deflated(Self.hello), .text("plain"), Self.deflated([0x00], opcode: 2), .text("")].bytes
        #expect(
            ProtocolDriver.events(of: stream, Self.settings())
                == [.text("Hello"), .text("plain"), .binary([]), .text("")])
    }

    static let faultCases: [(name: String, frames: [WireFrame], error: WebSocketProtocolError)] = [
        ("RSV1 on a ping", [WireFrame.ping().with { $0.reserved = 4 }], .misplacedCompressionBit),
        (
            "RSV1 on a continuation",
            [deflated([0xF2], fin: false), WireFrame.more([0x48]).with { $0.reserved = 4 }], .misplacedCompressionBit
        ),
        ("RSV2 beside it", [WireFrame.text("x").with { $0.reserved = 6 }], .reservedBits),
        ("no DEFLATE", [deflated([0xFF, 0xFF, 0xFF])], .invalidDeflate),
        ("an end within a block", [deflated(Array(hello.dropLast(3)))], .invalidDeflate),
        ("an end within a stored block", [deflated([0x00, 0x09, 0x00, 0xF6, 0xFF, 0x48], opcode: 2)], .invalidDeflate),
        ("nothing at all", [deflated([])], .invalidDeflate),
        ("text that is not UTF-8", [deflated([0x00, 0x01, 0x00, 0xFE, 0xFF, 0xC0, 0x00])], .invalidUTF8),
        (
            "text that is not UTF-8, in a fragment before a ping",
            [deflated([0x00, 0x01, 0x00, 0xFE, 0xFF, 0xC0, 0x00], fin: false), .ping()], .invalidUTF8
        ),
        ("text that ends in a character", [deflated([0x00, 0x01, 0x00, 0xFE, 0xFF, 0xC3, 0x00])], .invalidUTF8),
    ]

    @Test("faults", arguments: faultCases)
    func faults(_ name: String, _ frames: [WireFrame], _ error: WebSocketProtocolError) {
        let stream = frames.bytes
        for takeover in [false, true] {
            let settings = Self.settings(takeover: takeover)
            #expect(ProtocolDriver.events(of: stream, settings) == [.failed(error)])
            #expect(ProtocolDriver.events(of: stream, cutAt: Array(0..<stream.count), settings) == [.failed(error)])
        }
    }

    @Test(
        "messages of all sizes and kinds of data come back, with and without takeover, in any window",
        arguments: [false, true], [9, 10, 12, 15])
    func roundTrip(_ takeover: Bool, _ bits: Int) {
        var random = SeededGenerator(seed: UInt64(bits))
        let server = ProtocolDriver(Self.settings(takeover: takeover, bits: bits))
        let client = ProtocolDriver(Self.settings(takeover: takeover, role: .client, bits: bits))
        for size in [0, 1, 5, 100, 512, 513, 4000, 16_384, 16_385, 70_000, 300_000] {
            for round in 0..<3 {
                let message: [UInt8] =
                    switch round {
                    case 0: Array(repeating: 0x61, count: size)
                    case 1: (0..<size).map { _ in UInt8.random(in: 0...255, using: &random) }
                    default: Array("{\"user\":\"ann\",\"text\":\"hi\"}".utf8.cycled(size))
                    }
                let kind: WebSocketMessageKind = round == 1 ? .binary : .text
                server.events = []
                client.events = []
                let up = client.frame(kind, message)
                let down = server.frame(kind, message)
                server.read(up)
                client.read(down)
                #expect(server.events == [.message(kind, message)] && client.events == server.events)
                #expect(up.count <= size + 14 && down.count <= size + 10)
            }
        }
    }

    @Test("what is short or does not get smaller is sent as it is")
    func threshold() {
        let server = ProtocolDriver(Self.settings(threshold: 100))
        let text = [UInt8](repeating: 0x61, count: 99)
        #expect(server.frame(.text, text)[0] == 0x81)
        #expect(server.frame(.text, text + [0x61])[0] == 0xC1)
        var random = SeededGenerator(seed: 1)
        let noise = (0..<1000).map { _ in UInt8.random(in: 0...255, using: &random) }
        #expect(server.frame(.binary, noise).count == 4 + 1000)
    }

    @Test("the limit holds for the inflated size, while inflating", arguments: [false, true])
    func bomb(_ takeover: Bool) {
        let client = ProtocolDriver(Self.settings(takeover: takeover, role: .client))
        let bomb = client.frame(.binary, Array(repeating: 0, count: 8 << 20))
        #expect(bomb.count < 40_000)
        let server = ProtocolDriver(Self.settings(takeover: takeover, maxMessage: 100_000))
        var capacity = 0
        for piece in stride(from: 0, to: bomb.count, by: 50) {
            server.read(bomb[piece..<min(piece + 50, bomb.count)])
            capacity = max(capacity, server.keptCapacity)
        }
        #expect(server.events == [.failed(.messageTooBig(limit: 100_000))])
        #expect(capacity <= 200_000)
        #expect(
            ProtocolDriver.events(of: bomb, Self.settings(takeover: takeover, maxMessage: 100_000))
                == [.failed(.messageTooBig(limit: 100_000))])
        #expect(
            ProtocolDriver.events(
                of: client.frame(.binary, Array(repeating: 0, count: 5000)),
                Self.settings(takeover: takeover, maxMessage: 5000)
            ).count == 1)
    }

    @Test("a connection without takeover keeps no compressor between messages; one with it keeps its own")
    func idle() {
        for takeover in [false, true] {
            let driver = ProtocolDriver(Self.settings(takeover: takeover))
            let stream = Self.deflated(Self.hello).bytes
            driver.read(stream.dropLast(1))
            #expect(driver.keepsInflater)
            driver.read(stream.suffix(1))
            _ = driver.frame(.text, Array(repeating: 0x61, count: 1000))
            #expect(driver.events == [.text("Hello")])
            #expect(driver.keepsInflater == takeover && driver.keepsDeflater == takeover)
            driver.read(WireFrame.close(1000).bytes)
            #expect(!driver.keepsInflater && !driver.keepsDeflater)
        }
    }

    @Test(
        "broadcasts deflated once are understood between messages of the connection's own",
        arguments: [false, true], [9, 11, 15])
    func broadcast(_ takeover: Bool, _ bits: Int) throws {
        var random = SeededGenerator(seed: 7)
        let workspace = WebSocketWorkspace()
        let server = ProtocolDriver(Self.settings(takeover: takeover, threshold: 10, bits: bits))
        let client = ProtocolDriver(Self.settings(takeover: takeover, role: .client, bits: bits))
        var broadcasts = 0
        let words = ["alpha ", "beta ", "gamma ", "{\"type\":\"message\",", "\"room\":\"main\"}"]
        for round in 0..<60 {
            var text = ""
            for _ in 0..<Int.random(in: 1...400, using: &random) { text += words.randomElement(using: &random) ?? "" }
            let message = Array(text.utf8)
            var frame: [UInt8]
            if round % 3 == 0 {
                frame = server.frame(.text, message)
            } else {
                frame = WireFrame(opcode: 1, payload: message, mask: nil).bytes
                if let bits = server.machine.broadcastWindowBits(payloadCount: message.count) {
                    let deflated = message.withUnsafeBytes { workspace.broadcastFrame(.text, $0, windowBits: bits) }
                    // Nil means that it did not get smaller: the plain frame goes out then.
                    if let deflated {
                        frame = Array(deflated)
                        broadcasts += 1
                    }
                }
            }
            client.read(frame)
            try #require(client.events.last == .message(.text, message), "round \(round)")
        }
        #expect(broadcasts > 30)
    }

    @Test("a broadcast that fits the window is one variant for all, a larger one is cut to the peer's window")
    func variants() {
        let narrow = ProtocolDriver(Self.settings(threshold: 100, bits: 10))
        #expect(narrow.machine.broadcastWindowBits(payloadCount: 99) == nil)
        #expect(narrow.machine.broadcastWindowBits(payloadCount: 1024) == 15)
        #expect(narrow.machine.broadcastWindowBits(payloadCount: 1025) == 10)
        let plain = ProtocolDriver()
        #expect(plain.machine.broadcastWindowBits(payloadCount: 1000) == nil)
    }
}

extension String.UTF8View {
    /// The bytes over and over until there are so many.
    fileprivate func cycled(_ count: Int) -> [UInt8] {
        let bytes = Array(self)
        return (0..<count).map { bytes[$0 % bytes.count] }
    }
}
