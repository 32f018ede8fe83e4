import Testing

@testable import GatewayRuntime

@Suite("What a hub sends compressed, without sockets")
struct HubCompressionTests {
    /// A message that deflates well; each is different.
    private func text(_ number: Int, count: Int = 2000) -> String {
        "\(number) it deflates well, it deflates well, it deflates well; "
            + String(repeating: "abcdefgh", count: count / 8)
    }

    private func agreed(_ bits: Int = 15, takesOver: Bool = false) -> NegotiatedHandshake {
        NegotiatedHandshake(
            deflate: WebSocketDeflateParameters(
                serverNoContextTakeover: !takesOver, clientNoContextTakeover: true, serverMaxWindowBits: bits))
    }

    @Test("a broadcast is deflated once for all who get it so, and everyone reads the same, on every loop")
    func broadcast() throws {
        let hub = ManualHub(HubSettings(compress: true), loops: 2) { _ in ClosureHandler() }
        let plain = try hub.connect("plain")
        let clients = try (0..<6).map { index in
            let handshake = agreed(takesOver: index % 2 == 1)
            return (try hub.connect("\(index)", loop: index % 2, handshake: handshake), PeerInflater(handshake))
        }
        let texts = (0..<4).map { text($0) }
        for text in texts {
            plain.say(text)
            hub.settle()
        }
        #expect(plain.texts() == texts)
        for (client, inflater) in clients {
            #expect(inflater.texts(client) == texts)
            #expect(client.transport.output.count < 1000)
        }
        #expect(hub.hub.metrics.deflated == 4)
    }

    @Test("smaller windows have a variant of their own only for what is larger than they are")
    func windows() throws {
        let hub = ManualHub(HubSettings(compress: true)) { _ in ClosureHandler() }
        let clients = try [9, 9, 10, 15].map { bits in
            (try hub.connect(handshake: agreed(bits)), PeerInflater(agreed(bits)))
        }
        let plain = try hub.connect("plain")
        let large = text(2, count: 20_000)
        plain.say(String(repeating: "x", count: 512))
        #expect(hub.hub.metrics.deflated == 1)
        plain.say(large)
        #expect(hub.hub.metrics.deflated == 4)
        for (client, inflater) in clients { #expect(inflater.texts(client).last == large) }
    }

    @Test("what is short, or does not get smaller, goes as it is")
    func notWorthIt() throws {
        let hub = ManualHub(HubSettings(compress: true, compressThreshold: 100)) { _ in ClosureHandler() }
        let ann = try hub.connect("ann", handshake: agreed())
        let short = String(repeating: "x", count: 99)
        ann.say(short)
        #expect(ann.texts() == [short])
        #expect(hub.hub.metrics.deflated == 0)
        var generator = SystemRandomNumberGenerator()
        let noise = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
        ann.send(ClientFrame.binary(noise))
        #expect(ann.frames() == [.binary(noise)])
        ann.say(String(repeating: "x", count: 100))
        #expect(hub.hub.metrics.deflated == 2)
        #expect(PeerInflater(agreed()).texts(ann).last == String(repeating: "x", count: 100))
    }

    @Test(
        "messages to one client, broadcasts and exceptions in any order, with context takeover and without",
        arguments: [false, true])
    func mixed(takesOver: Bool) throws {
        var count = 0
        let hub = ManualHub(HubSettings(compress: true)) { _ in
            ClosureHandler(onReceived: { message, client in
                switch message.text.first {
                case "0": client.send(message)
                case "1": client.room.send(message, except: client)
                default: client.room.send(message)
                }
            })
        }
        let handshake = agreed(12, takesOver: takesOver)
        let ann = try hub.connect("ann", handshake: handshake)
        let bob = try hub.connect("bob", handshake: agreed(9, takesOver: takesOver))
        let inflaters = (PeerInflater(handshake), PeerInflater(agreed(9, takesOver: takesOver)))
        var expected: (ann: [String], bob: [String]) = ([], [])
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<60 {
            hub.turn {
                for _ in 0..<Int.random(in: 1...3, using: &generator) {
                    count += 1
                    let kind = Int.random(in: 0...2, using: &generator)
                    let message = "\(kind)\(text(count, count: Int.random(in: 8...9000, using: &generator)))"
                    let isAnn = Bool.random(using: &generator)
                    (isAnn ? ann : bob).deliver(ClientFrame.text(message))
                    if kind == 2 || (kind == 0) == isAnn { expected.ann.append(message) }
                    if kind == 2 || (kind == 0) != isAnn { expected.bob.append(message) }
                }
            }
        }
        #expect(inflaters.0.texts(ann) == expected.ann)
        #expect(inflaters.1.texts(bob) == expected.bob)
    }

    @Test("with context takeover, messages to one client refer to those before", arguments: [false, true])
    func context(takesOver: Bool) throws {
        let hub = ManualHub(HubSettings(compress: true)) { _ in
            ClosureHandler(onReceived: { message, client in client.send(message) })
        }
        let ann = try hub.connect("ann", handshake: agreed(takesOver: takesOver))
        var generator = SeededGenerator(seed: 3)
        let words = String((0..<300).map { _ in "abcdefghijklmnop".randomElement(using: &generator) ?? "a" }) + text(1)
        ann.say(words)
        let first = ann.transport.output.count
        ann.say(words)
        let second = ann.transport.output.count - first
        #expect(takesOver ? second * 2 < first : second == first)
        let inflater = PeerInflater(agreed(takesOver: takesOver))
        #expect(inflater.texts(ann) == [words, words])
    }

    @Test(
        "a slow client whose messages are dropped can still read the rest",
        arguments: [SlowClientPolicy.dropOldest, .dropNewest])
    func drops(policy: SlowClientPolicy) throws {
        let hub = ManualHub(HubSettings(queue: 3, slow: policy, compress: true)) { _ in
            ClosureHandler(onReceived: { message, client in client.send(message) })
        }
        let handshake = agreed(takesOver: true)
        let slow = try hub.connect("slow", handshake: handshake)
        slow.transport.window = 5
        hub.turn { for number in 0..<8 { slow.deliver(ClientFrame.text(text(number))) } }
        slow.drain()
        let texts = PeerInflater(handshake).texts(slow)
        #expect(!texts.isEmpty && texts.count < 8)
        #expect(hub.hub.metrics.dropped == 8 - texts.count)
        #expect(texts.allSatisfy { $0.contains("it deflates well") })
    }

    @Test("a deflated message that inflates beyond the limit closes with 1009")
    func bomb() throws {
        let hub = ManualHub(HubSettings(message: 10_000, compress: true)) { _ in ClosureHandler() }
        let ann = try hub.connect("ann", handshake: agreed())
        var client = WebSocketProtocol(
            WebSocketProtocolSettings(role: .client, deflate: agreed().deflate, deflateThreshold: 0))
        let payload = [UInt8](repeating: 0x61, count: 200_000)
        let workspace = WebSocketWorkspace()
        let frame = payload.withUnsafeBytes { [UInt8](client.frame(.text, $0, workspace)) }
        #expect(frame.count < 1000)
        ann.send(frame)
        guard case .close(1009, _)? = ann.frames().last else {
            Issue.record("no close frame with 1009")
            return
        }
        #expect(hub.hub.metrics.protocolErrors == 1)
    }

    @Test("a history's envelopes are deflated too")
    func envelopes() throws {
        let hub = ManualHub(HubSettings(history: HubHistory(size: 3, isText: true), compress: true)) { _ in
            ClosureHandler()
        }
        var handshake = agreed()
        handshake.subprotocol = HubHistory.subprotocol
        let ann = try hub.connect("ann", handshake: handshake)
        let message = text(1)
        ann.say(message)
        hub.settle()
        let inflater = PeerInflater(handshake)
        #expect(inflater.texts(ann).last?.hasSuffix(#""offset":1,"message":"\#(message)"}"#) == true)
        #expect(ann.transport.output.count < 500)
    }

    @Test("bytes that went out are counted as they stand on the wire")
    func counting() throws {
        let hub = ManualHub(HubSettings(compress: true)) { _ in ClosureHandler() }
        let clients = try [nil, agreed(), agreed(9, takesOver: true)].map {
            try hub.connect(handshake: $0 ?? NegotiatedHandshake())
        }
        for number in 0..<5 { clients[number % 3].say(text(number)) }
        hub.settle()
        #expect(hub.hub.metrics.bytesOut == clients.reduce(0) { $0 + $1.transport.output.count })
    }
}

/// Reads what a client gets as its own engine does, with the window that was agreed on.
private final class PeerInflater {
    private var engine: WebSocketProtocol
    private let workspace = WebSocketWorkspace()
    private var read = 0

    init(_ handshake: NegotiatedHandshake) {
        engine = WebSocketProtocol(
            WebSocketProtocolSettings(role: .client, maxMessage: 1 << 24, deflate: handshake.deflate))
    }

    func texts(_ client: ManualClient) -> [String] {
        var bytes = Array(client.transport.output[read...])
        read = client.transport.output.count
        var texts: [String] = []
        bytes.withUnsafeMutableBytes { bytes in
            var input = WebSocketInput(bytes)
            reading: while true {
                switch engine.next(&input, workspace) {
                case .message(_, let payload): texts.append(String(decoding: payload, as: UTF8.self))
                case .failed(let error, _):
                    Issue.record("the client can't read it: \(error)")
                    break reading
                case .needsInput, .close: break reading
                default: break
                }
            }
        }
        return texts
    }
}
