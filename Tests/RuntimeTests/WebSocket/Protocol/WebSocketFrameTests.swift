import Testing

@testable import GatewayRuntime

@Suite("Frames as they are written")
struct WebSocketFrameTests {
    static let lengths = [0, 1, 2, 125, 126, 127, 65_535, 65_536, 65_537, 100_000]

    @Test("each length has the shortest header, with and without a mask", arguments: lengths)
    func encode(_ length: Int) {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for mask: [UInt8]? in [nil, [1, 0x80, 0xFF, 4]] {
            let key = mask.map { $0.withUnsafeBytes { $0.baseAddress.map { WebSocketMask.key(at: $0) } ?? 0 } }
            var room = [UInt8](repeating: 0, count: length + WebSocketFrame.maxHeaderLength)
            let written = payload.withUnsafeBytes { payload in
                room.withUnsafeMutableBytes {
                    WebSocketFrame.encode(.binary, payload, fin: false, rsv1: true, mask: key, into: $0)
                }
            }
            let expected = WireFrame(opcode: 2, payload: payload, fin: false, reserved: 4, mask: mask).bytes
            #expect(written == expected.count)
            #expect(Array(room[..<expected.count]) == expected)
            #expect(expected.count == WebSocketFrame.headerLength(for: length, masked: mask != nil) + length)
        }
    }

    @Test("a frame that does not fit is not written")
    func tooSmall() {
        var room = [UInt8](repeating: 0xAA, count: 6)
        let written = [UInt8](repeating: 1, count: 5).withUnsafeBytes { payload in
            room.withUnsafeMutableBytes { WebSocketFrame.encode(.text, payload, into: $0) }
        }
        #expect(written == nil)
        #expect(room == Array(repeating: 0xAA, count: 6))
    }

    @Test("masking is the XOR of the RFC at every length and offset, in place and in pieces")
    func mask() {
        let key: [UInt8] = [0x12, 0x34, 0x56, 0xF8]
        let number = key.withUnsafeBytes { $0.baseAddress.map { WebSocketMask.key(at: $0) } ?? 0 }
        for length in 0..<300 {
            let plain = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 5) }
            let masked = plain.enumerated().map { $1 ^ key[$0 % 4] }
            var bytes = plain
            let cut = length / 3
            bytes.withUnsafeMutableBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                WebSocketMask.apply(number, from: base, to: base, count: cut)
                let rest = WebSocketMask.rotated(number, by: cut)
                WebSocketMask.apply(rest, from: base + cut, to: base + cut, count: length - cut)
            }
            #expect(bytes == masked)
        }
    }

    @Test("masking tells whether all that came out is ASCII, wherever the one byte is that is not")
    func maskTellsASCII() {
        for length in 0..<200 {
            var bytes = [UInt8](repeating: 0x61, count: length)
            #expect(ascii(bytes))
            for index in 0..<length {
                bytes[index] = 0x80
                #expect(!ascii(bytes), "\(index) of \(length)")
                bytes[index] = 0x61
            }
        }
    }

    private func ascii(_ bytes: [UInt8]) -> Bool {
        let key: UInt32 = 0x8182_8384
        var masked = bytes
        return masked.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return true }
            WebSocketMask.apply(key, from: base, to: base, count: bytes.count)
            return WebSocketMask.apply(key, from: base, to: base, count: bytes.count)
        }
    }

    @Test("what a client sends a server reads, and the other way round")
    func bothRoles() {
        let server = ProtocolDriver()
        let client = ProtocolDriver(WebSocketProtocolSettings(role: .client))
        let payload = Array("a message".utf8)
        server.read(client.frame(.text, payload))
        client.read(server.frame(.binary, payload))
        server.read(client.close(.normalClosure, reason: "done"))
        guard case .close(_, _, let echo)? = server.events.last else {
            Issue.record("\(server.events)")
            return
        }
        client.read(echo)
        #expect(server.events == [.message(.text, payload), .closed(1000, "done")])
        #expect(client.events == [.message(.binary, payload), .close(.normalClosure, "", reply: [])])
        #expect(server.state == .closed && client.state == .closed)
    }
}
