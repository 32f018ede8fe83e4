import Testing

@testable import GatewayRuntime

@Suite("A stream means the same however it is cut")
struct WebSocketCutTests {
    /// A stream of random frames, most of them in order, some not.
    static func stream(_ random: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        var open = false
        for _ in 0..<Int.random(in: 1...8, using: &random) {
            var frame = WireFrame(opcode: 0)
            let kind = Int.random(in: 0..<20, using: &random)
            switch kind {
            case 0: frame = .ping(String(repeating: "p", count: Int.random(in: 0...125, using: &random)))
            case 1: frame = .pong("q")
            case 2: frame = .close([1000, 1005, 3000, nil][Int.random(in: 0..<4, using: &random)], [0x61])
            default:
                let isText = Bool.random(using: &random)
                frame.opcode = open && kind != 3 ? 0 : isText ? 1 : 2
                frame.fin = Int.random(in: 0..<3, using: &random) > 0
                open = !frame.fin
                frame.payload = payload(&random)
            }
            if kind == 4 { frame.reserved = UInt8.random(in: 0...7, using: &random) }
            if kind == 5 { frame.form = .sixteenBits }
            frame.mask = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
            bytes += frame.bytes
        }
        if Int.random(in: 0..<4, using: &random) == 0, let index = bytes.indices.randomElement(using: &random) {
            bytes[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
        return bytes
    }

    static func payload(_ random: inout SeededGenerator) -> [UInt8] {
        let pieces = ["a", "é", "€", "𐍈", "The quick brown fox jumps over the lazy dog. "]
        var text = ""
        for _ in 0..<Int.random(in: 0...30, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
        var bytes = Array(text.utf8)
        // Cut within a character now and then, so that text runs over from frame to frame.
        if Bool.random(using: &random) { bytes.removeLast(min(bytes.count, Int.random(in: 0...2, using: &random))) }
        return bytes
    }

    @Test("random streams, cut at random", arguments: 0..<8 as Range<UInt64>)
    func randomCuts(_ part: UInt64) {
        for number in 0..<250 {
            let seed = part * 1_000_003 + UInt64(number)
            var random = SeededGenerator(seed: seed)
            let stream = Self.stream(&random)
            let settings = WebSocketProtocolSettings(
                maxMessage: Int.random(in: 100...3000, using: &random),
                deflate: Bool.random(using: &random)
                    ? WebSocketDeflateParameters(serverNoContextTakeover: true, clientNoContextTakeover: false) : nil)
            let whole = ProtocolDriver.events(of: stream, settings)
            for _ in 0..<3 {
                let cuts = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                    Int.random(in: 0...stream.count, using: &random)
                }
                let cut = ProtocolDriver.events(of: stream, cutAt: cuts, settings)
                #expect(cut == whole, "seed \(seed), cuts \(cuts)")
            }
            #expect(
                ProtocolDriver.events(of: stream, cutAt: Array(0..<stream.count), settings) == whole, "seed \(seed)")
        }
    }

    @Test("a large text in fragments arrives whole, and in time that grows with its size")
    func largeMessage() {
        let piece = Array(String(repeating: "åäö large ", count: 1000).utf8)
        var stream: [UInt8] = []
        for index in 0..<200 {
            stream += WireFrame(opcode: index == 0 ? 1 : 0, payload: piece, fin: index == 199).bytes
        }
        let settings = WebSocketProtocolSettings(maxMessage: 16 << 20)
        let cuts = Array(stride(from: 0, to: stream.count, by: 1460))
        let events = ProtocolDriver.events(of: stream, cutAt: cuts, settings)
        #expect(events == [.message(.text, Array((0..<200).map { _ in piece }.joined()))])
    }

    @Test("a message of many small fragments, with pings cut in pieces between them, seldom moves")
    func smallFragments() {
        let driver = ProtocolDriver()
        var capacities: Set<Int> = []
        let ping = WireFrame.ping(String(repeating: "p", count: 125)).bytes
        for index in 0..<3000 {
            let fragment = WireFrame(opcode: index == 0 ? 2 : 0, payload: [UInt8(index & 0xFF)], fin: false).bytes
            for piece in [fragment[...], ping.prefix(40), ping.dropFirst(40)] { driver.read(piece) }
            capacities.insert(driver.keptCapacity)
        }
        driver.read(WireFrame.more([]).bytes)
        #expect(driver.events.last == .binary((0..<3000).map { UInt8($0 & 0xFF) }))
        #expect(capacities.count <= 10, "\(capacities.sorted())")
    }
}
