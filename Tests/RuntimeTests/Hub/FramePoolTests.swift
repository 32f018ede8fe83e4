import Testing

@testable import GatewayRuntime

@Suite("Frames whose memory is used again")
struct FramePoolTests {
    private func frame(_ pool: inout FramePool, _ byte: UInt8, _ count: Int) -> FrameBuffer {
        let frame = pool.take(payload: count)
        [UInt8](repeating: byte, count: count).withUnsafeBytes { frame.append($0) }
        return frame
    }

    @Test("a frame that someone holds keeps its bytes, however many are made after it")
    func heldFrames() {
        var pool = FramePool()
        var held: [(frame: FrameBuffer, byte: UInt8, count: Int)] = []
        for number in 0..<2000 {
            let (byte, count) = (UInt8(number % 251), number % 600)
            let made = frame(&pool, byte, count)
            if number % 7 == 0 { held.append((made, byte, count)) }
        }
        for (frame, byte, count) in held { #expect(frame.payload.elementsEqual(repeatElement(byte, count: count))) }
    }

    @Test(
        "a frame that nobody holds any more is used again, for messages of about its length",
        .enabled(if: FramePool.isUsed))
    func reuse() {
        var pool = FramePool()
        var seen: Set<UnsafeRawPointer> = []
        for number in 0..<5000 {
            let made = frame(&pool, 1, 100 + number % 50)
            if let base = made.bytes.baseAddress { seen.insert(base) }
        }
        #expect(seen.count == 256)
        // One that is too short is replaced.
        let long = frame(&pool, 2, FramePool.longest)
        #expect(long.payload.count == FramePool.longest)
    }

    @Test("a variant of an earlier message never goes out for a later one in the same memory")
    func variants() throws {
        let hub = ManualHub(HubSettings(compress: true, compressThreshold: 0)) { _ in ClosureHandler() }
        let ann = try hub.connect()
        let packed = try hub.connect(
            handshake: NegotiatedHandshake(
                deflate: WebSocketDeflateParameters(serverNoContextTakeover: true, clientNoContextTakeover: true)))
        let inflater = try #require(WebSocketInflater(windowBits: 15))
        for number in 0..<600 {
            let text = String(repeating: "\(number) ", count: 40)
            ann.say(text)
            #expect(ann.texts() == [text])
            guard case .deflated(var bytes)? = packed.frames().first else {
                Issue.record("message \(number) was not deflated")
                return
            }
            bytes += [0, 0, 0xFF, 0xFF]
            var room = [UInt8](repeating: 0, count: 4096)
            let count = bytes.withUnsafeMutableBytes { bytes in
                room.withUnsafeMutableBytes { room -> Int in
                    inflater.reset()
                    inflater.feed(bytes)
                    guard case .produced(let count, _) = inflater.step(into: room) else { return -1 }
                    return count
                }
            }
            #expect(String(decoding: room.prefix(max(0, count)), as: UTF8.self) == text)
        }
    }
}
