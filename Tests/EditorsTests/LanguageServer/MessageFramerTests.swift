import Testing

@testable import GatewayEditors

@Suite struct MessageFramerTests {
    private static let bodies = ["{}", "", "{\"a\":\"ü\"}", String(repeating: "x", count: 5_000)]

    @Test("messages come out whole wherever the stream is cut", arguments: [1, 2, 3, 7, 64, 100_000])
    func cuts(_ size: Int) throws {
        let stream = Self.bodies.flatMap(MessageFramer.frame)
        var framer = MessageFramer()
        var frames: [MessageFramer.Frame] = []
        for start in stride(from: 0, to: stream.count, by: size) {
            framer.append(stream[start..<min(start + size, stream.count)])
            while let frame = try framer.next() { frames.append(frame) }
        }
        #expect(frames == Self.bodies.map { .message(Array($0.utf8)) })
    }

    @Test("other header fields and another case of letters are taken")
    func headers() throws {
        var framer = MessageFramer()
        framer.append(Array("content-type: x; charset=utf-8\r\nCONTENT-LENGTH:2\r\n\r\n{}".utf8))
        #expect(try framer.next() == .message(Array("{}".utf8)))
    }

    @Test("a message that is too large is skipped without being kept, and the next one is read")
    func tooLarge() throws {
        let size = 5_000_000
        var framer = MessageFramer()
        framer.largestBody = size - 1
        framer.append(Array("Content-Length: \(size)\r\n\r\n".utf8))
        #expect(try framer.next() == .tooLarge(size))
        var left = size
        while left > 0 {
            let count = min(left, 1 << 20)
            framer.append([UInt8](repeating: UInt8(ascii: "x"), count: count))
            #expect(try framer.next() == nil)
            left -= count
        }
        framer.append(MessageFramer.frame("{}"))
        #expect(try framer.next() == .message(Array("{}".utf8)))
    }

    @Test(
        "a header without a length, or without an end, is refused",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "Content-Length: x\r\n\r\n", "Content-Length: -1\r\n\r\n",
            "Content-Length: 99999999999999999999\r\n\r\n", String(repeating: "x", count: 9_000),
        ])
    func badHeaders(_ text: String) {
        var framer = MessageFramer()
        framer.append(Array(text.utf8))
        #expect(throws: MessageFramer.BadHeader.self) { try framer.next() }
    }
}
