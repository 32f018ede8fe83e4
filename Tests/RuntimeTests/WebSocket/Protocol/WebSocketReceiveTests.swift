import Testing

@testable import GatewayRuntime

struct ReceiveCase: Sendable, CustomTestStringConvertible {
    var name: String
    var stream: [UInt8]
    var events: [RecordedEvent]
    var settings = WebSocketProtocolSettings(maxMessage: 1000)

    init(_ name: String, _ frames: [WireFrame], _ events: [RecordedEvent], maxMessage: Int = 1000, maxFrame: Int? = nil)
    {
        self.name = name
        stream = frames.bytes
        self.events = events
        settings = WebSocketProtocolSettings(maxMessage: maxMessage, maxFrame: maxFrame)
    }

    var testDescription: String { name }
}

@Suite("What a server makes of a client's frames")
struct WebSocketReceiveTests {
    static let long = String(repeating: "abcdefghij", count: 30)

    static let good: [ReceiveCase] = [
        ReceiveCase("an empty text", [.text("")], [.text("")]),
        ReceiveCase("an empty binary message", [.binary([])], [.binary([])]),
        ReceiveCase("text", [.text("Hello")], [.text("Hello")]),
        ReceiveCase("text of two-, three- and four-byte characters", [.text("κόσμε €𐍈")], [.text("κόσμε €𐍈")]),
        ReceiveCase("binary that is no UTF-8", [.binary([0xFF, 0xC0, 0x80])], [.binary([0xFF, 0xC0, 0x80])]),
        ReceiveCase(
            "125, 126 and 300 bytes",
            [
                .binary(Array(repeating: 7, count: 125)), .binary(Array(repeating: 8, count: 126)), .text(long),
            ],
            [
                .binary(Array(repeating: 7, count: 125)), .binary(Array(repeating: 8, count: 126)), .text(long),
            ]),
        ReceiveCase(
            "65,536 bytes, with a length of 64 bits", [.binary(Array(repeating: 9, count: 65_536))],
            [.binary(Array(repeating: 9, count: 65_536))], maxMessage: 65_536),
        ReceiveCase("a message at the limit", [.text(long)], [.text(long)], maxMessage: 300),
        ReceiveCase(
            "fragments", [.text("Hel", fin: false), .more([0x6C], fin: false), .more([0x6F])], [.text("Hello")]),
        ReceiveCase("empty fragments", [.text("", fin: false), .more([], fin: false), .more([])], [.text("")]),
        ReceiveCase(
            "an empty first fragment", [.binary([], fin: false), .more([1, 2])], [.binary([1, 2])]),
        ReceiveCase(
            "a character cut between fragments",
            [.text("", fin: false), .more([0xE2, 0x82], fin: false), .more([0xAC])],
            [.text("€")]),
        ReceiveCase(
            "control frames between fragments",
            [.text("a", fin: false), .ping("p"), .more([0x62], fin: false), .pong("q"), .more([0x63])],
            [.ping("p"), .pong("q"), .text("abc")]),
        ReceiveCase(
            "a ping with 125 bytes", [.ping(String(repeating: "x", count: 125))],
            [.ping(String(repeating: "x", count: 125))]),
        ReceiveCase(
            "many messages in one read", [.text("a"), .ping(), .binary([1]), .text("b")],
            [.text("a"), .ping(""), .binary([1]), .text("b")]),
        ReceiveCase("a mask of zeros", [WireFrame.text("Hello").with { $0.mask = [0, 0, 0, 0] }], [.text("Hello")]),
        ReceiveCase("close without a code", [.close(nil), .text("late")], [.closed(nil)]),
        ReceiveCase("close with code and reason", [.close(1000, Array("bye €".utf8))], [.closed(1000, "bye €")]),
        ReceiveCase("close within a message", [.text("a", fin: false), .close(1001, [0x21])], [.closed(1001, "!")]),
        ReceiveCase("data after close", [.close(1000), .text("x"), .ping(), .close(1001)], [.closed(1000)]),
    ]

    static let bad: [ReceiveCase] =
        [
            ReceiveCase(
                "RSV1 without an extension", [WireFrame.text("x").with { $0.reserved = 4 }], [.failed(.reservedBits)]),
            ReceiveCase("RSV2", [WireFrame.text("x").with { $0.reserved = 2 }], [.failed(.reservedBits)]),
            ReceiveCase("RSV3 on a ping", [WireFrame.ping().with { $0.reserved = 1 }], [.failed(.reservedBits)]),
            ReceiveCase("no mask", [WireFrame.text("x").with { $0.mask = nil }], [.failed(.maskMissing)]),
            ReceiveCase("no mask on a close", [WireFrame.close(1000).with { $0.mask = nil }], [.failed(.maskMissing)]),
            ReceiveCase(
                "a fragmented ping", [WireFrame.ping("x").with { $0.fin = false }], [.failed(.fragmentedControl)]),
            ReceiveCase(
                "a ping with 126 bytes", [.ping(String(repeating: "x", count: 126))], [.failed(.longControl)]),
            ReceiveCase(
                "a short length in 16 bits", [WireFrame.text("x").with { $0.form = .sixteenBits }],
                [.failed(.lengthNotMinimal)]),
            ReceiveCase(
                "a 16-bit length in 64", [WireFrame.text(long).with { $0.form = .sixtyFourBits }],
                [.failed(.lengthNotMinimal)]),
            ReceiveCase(
                "a length of 2^63",
                [
                    WireFrame.binary([]).with {
                        $0.form = .sixtyFourBits; $0.claimed = 1 << 63
                    }
                ],
                [.failed(.lengthOverflow)]),
            ReceiveCase(
                "a length of 2^63 - 1",
                [
                    WireFrame.binary([]).with {
                        $0.form = .sixtyFourBits; $0.claimed = UInt64(Int64.max)
                    }
                ],
                [.failed(.frameTooBig(limit: 1000))]),
            ReceiveCase("a continuation of nothing", [.more([1])], [.failed(.unexpectedContinuation)]),
            ReceiveCase(
                "a continuation after the last fragment", [.text("a"), .more([1])],
                [.text("a"), .failed(.unexpectedContinuation)]),
            ReceiveCase(
                "a new message within one", [.text("a", fin: false), .text("b")], [.failed(.expectedContinuation)]),
            ReceiveCase(
                "a message over the limit", [.binary(Array(repeating: 1, count: 1001))],
                [.failed(.frameTooBig(limit: 1000))]),
            ReceiveCase(
                "a frame over its own limit", [.binary(Array(repeating: 1, count: 101))],
                [.failed(.frameTooBig(limit: 100))], maxFrame: 100),
            ReceiveCase(
                "fragments over the limit together",
                [.binary(Array(repeating: 1, count: 600), fin: false), .more(Array(repeating: 1, count: 401))],
                [.failed(.messageTooBig(limit: 1000))]),
            ReceiveCase("bad UTF-8", [WireFrame(opcode: 1, payload: [0x61, 0xFF])], [.failed(.invalidUTF8)]),
            ReceiveCase(
                "text that ends in a character", [WireFrame(opcode: 1, payload: [0xE2, 0x82])], [.failed(.invalidUTF8)]),
            ReceiveCase(
                "bad UTF-8 in the first of many fragments",
                [WireFrame(opcode: 1, payload: [0xC0], fin: false), .ping(), .more([0x61])], [.failed(.invalidUTF8)]),
            ReceiveCase(
                "a character broken by the next fragment",
                [WireFrame(opcode: 1, payload: [0xE2, 0x82], fin: false), .more([0x28])], [.failed(.invalidUTF8)]),
            ReceiveCase("a close with one byte", [WireFrame(opcode: 8, payload: [3])], [.failed(.truncatedCloseCode)]),
            ReceiveCase("a close reason of bad UTF-8", [.close(1000, [0xC3])], [.failed(.invalidCloseReason)]),
            ReceiveCase(
                "nothing after a failure", [.more([1]), .text("x"), .close(1000)], [.failed(.unexpectedContinuation)]),
        ]
        + [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].map { opcode in
            ReceiveCase("opcode \(opcode)", [WireFrame(opcode: opcode)], [.failed(.unknownOpcode(opcode))])
        }

    @Test("events of good and bad streams, whole, byte by byte and cut anywhere once", arguments: good + bad)
    func events(_ example: ReceiveCase) {
        #expect(ProtocolDriver.events(of: example.stream, example.settings) == example.events)
        let everywhere = Array(0..<example.stream.count)
        if example.stream.count < 5000 {
            #expect(ProtocolDriver.events(of: example.stream, cutAt: everywhere, example.settings) == example.events)
        }
        for cut in everywhere.prefix(700) {
            #expect(
                ProtocolDriver.events(of: example.stream, cutAt: [cut], example.settings) == example.events,
                "cut at \(cut)")
        }
    }

    @Test("a bad byte in text fails as soon as it is there, within frame and message")
    func failsFast() {
        let stream =
            WireFrame.text("", fin: false).bytes + WireFrame(opcode: 0, payload: [0x61, 0xF4, 0x90, 0x80]).bytes
        for end in 0...stream.count {
            let events = ProtocolDriver.events(of: Array(stream[..<end]))
            #expect(events == (end >= stream.count - 1 ? [.failed(.invalidUTF8)] : []), "\(end) bytes")
        }
    }

    @Test("a frame over the limit fails with its header, before any payload")
    func limitFromHeader() {
        let frame = WireFrame.binary([]).with {
            $0.form = .sixtyFourBits; $0.claimed = 1 << 40
        }
        #expect(ProtocolDriver.events(of: frame.bytes) == [.failed(.frameTooBig(limit: 65_536))])
    }

    @Test("a close code passes only if it may stand on the wire")
    func closeCodes() {
        for code in UInt16.min...UInt16.max {
            let legal: Bool =
                switch code {
                case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000...4999: true
                default: false
                }
            let events = ProtocolDriver.events(of: WireFrame.close(code).bytes)
            #expect(events == [legal ? .closed(code) : .failed(.illegalCloseCode(code))])
        }
    }

    @Test("a client refuses masked frames and masks what it answers")
    func clientRole() {
        let client = WebSocketProtocolSettings(role: .client)
        #expect(WebSocketProtocolError.maskForbidden.code == .protocolError)
        let driver = ProtocolDriver(client)
        driver.read(WireFrame.text("hi").with { $0.mask = nil }.bytes)
        driver.read(WireFrame.ping("p").with { $0.mask = nil }.bytes)
        driver.read(WireFrame.text("no").bytes)
        #expect(driver.events.count == 3)
        #expect(driver.events.first == .text("hi"))
        guard case .ping(_, let pong) = driver.events[1], case .failed(let error, let close) = driver.events[2] else {
            Issue.record("\(driver.events)")
            return
        }
        #expect(error == .maskForbidden)
        #expect(ProtocolDriver.events(of: pong) == [.pong("p")])
        #expect(
            ProtocolDriver.events(of: close)
                == [.closed(1002, WebSocketProtocolError.maskForbidden.description)])
    }

    @Test("what an idle connection keeps")
    func idleSize() {
        #expect(MemoryLayout<WebSocketProtocol>.size <= 104)
        let driver = ProtocolDriver()
        driver.read(WireFrame.text("abc", fin: false).bytes.dropLast(1))
        #expect(driver.keptCapacity > 0)
        driver.read(WireFrame.text("abc", fin: false).bytes.suffix(1))
        driver.read([WireFrame.ping("p")].bytes.dropLast(1))
        driver.read([WireFrame.ping("p")].bytes.suffix(1))
        driver.read(WireFrame.more([]).bytes)
        #expect(driver.events == [.ping("p"), .text("abc")])
        #expect(driver.keptCapacity == 0)
        #expect(!driver.workspace.holdsDelivered)
    }

    @Test("every failure has words that fit a close frame")
    func descriptions() {
        let longest = Int.max
        for error in [
            WebSocketProtocolError.reservedBits, .misplacedCompressionBit, .unknownOpcode(15), .maskMissing,
            .maskForbidden, .fragmentedControl, .longControl, .lengthNotMinimal, .lengthOverflow,
            .unexpectedContinuation, .expectedContinuation, .frameTooBig(limit: longest),
            .messageTooBig(limit: longest), .invalidUTF8, .invalidDeflate, .inflaterUnavailable, .truncatedCloseCode,
            .illegalCloseCode(65_535), .invalidCloseReason,
        ] {
            #expect(error.description.utf8.count <= 123 && error.description.utf8.allSatisfy { $0 < 0x80 })
            #expect(error.code.isLegalOnTheWire)
        }
    }
}
