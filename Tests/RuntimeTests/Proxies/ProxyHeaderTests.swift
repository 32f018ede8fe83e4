import Testing

@testable import GatewayRuntime

@Suite("PROXY headers")
struct ProxyHeaderTests {
    static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]

    /// A header of version 2.
    static func binary(command: UInt8 = 0x21, family: UInt8 = 0x11, _ block: [UInt8]) -> [UInt8] {
        var header = signature
        header.append(command)
        header.append(family)
        header.append(UInt8(block.count >> 8))
        header.append(UInt8(block.count & 255))
        return header + block
    }

    static let v4: [UInt8] = [203, 0, 113, 9, 10, 0, 0, 1, 0xDD, 0xD5, 0x01, 0xBB]
    /// 2001:db8::9 to ::1.
    static let v6: [UInt8] = {
        var block = [UInt8](repeating: 0, count: 36)
        block.replaceSubrange(0..<4, with: [0x20, 0x01, 0x0D, 0xB8])
        block[15] = 9
        block[31] = 1
        return block
    }()

    private static func read(_ bytes: [UInt8]) -> ProxyHeader.Reading { bytes.withUnsafeBytes(ProxyHeader.read) }

    private static func read(_ text: String) -> ProxyHeader.Reading { read(Array(text.utf8)) }

    private static func client(_ text: String, _ count: Int) throws -> ProxyHeader.Reading {
        .header(.client(try #require(IPAddress(text))), count: count)
    }

    @Test("version 1 names the client; what it doesn't know is the proxy's own")
    func text() throws {
        let v4 = "PROXY TCP4 203.0.113.9 10.0.0.1 56789 443\r\n"
        #expect(try Self.client("203.0.113.9", v4.utf8.count) == Self.read(v4 + "GET / HTTP/1.1\r\n"))
        let v6 = "PROXY TCP6 2001:db8::9 ::1 0 65535\r\n"
        #expect(try Self.client("2001:db8::9", v6.utf8.count) == Self.read(v6))
        #expect(Self.read("PROXY UNKNOWN\r\n") == .header(.own, count: 15))
        #expect(Self.read("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\nx") == .header(.own, count: 35))
    }

    @Test("version 2 names the client, whatever else it brings")
    func binary() throws {
        #expect(try Self.client("203.0.113.9", 28) == Self.read(Self.binary(Self.v4) + [1, 2, 3]))
        #expect(try Self.client("203.0.113.9", 32) == Self.read(Self.binary(Self.v4 + [4, 0, 1, 7])))
        #expect(try Self.client("2001:db8::9", 52) == Self.read(Self.binary(family: 0x21, Self.v6)))
        #expect(Self.read(Self.binary(command: 0x20, family: 0, [])) == .header(.own, count: 16))
        #expect(Self.read(Self.binary(command: 0x20, family: 0x11, Self.v4)) == .header(.own, count: 28))
        #expect(Self.read(Self.binary(family: 0, [9, 9])) == .header(.own, count: 18))
        #expect(Self.read(Self.binary(family: 0x31, [UInt8](repeating: 0, count: 216))) == .header(.own, count: 232))
    }

    @Test("every beginning of a header needs more, and no byte more than the header is looked at")
    func beginnings() {
        let headers = [
            Array("PROXY TCP4 203.0.113.9 10.0.0.1 56789 443\r\n".utf8), Array("PROXY UNKNOWN\r\n".utf8),
            Self.binary(Self.v4), Self.binary(family: 0x21, Self.v6 + [3, 0, 0]),
        ]
        for header in headers {
            for count in header.indices { #expect(Self.read(Array(header[..<count])) == .needMore, "\(count)") }
            guard case .header(_, header.count) = Self.read(header + header) else {
                Issue.record("\(header)")
                continue
            }
        }
    }

    @Test(
        "what is no header, or says what can't be, is refused",
        arguments: [
            "GET / HTTP/1.1\r\n\r\n", "PROXIES\r\n", "proxy TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 1 2\n", "PROXY  TCP4 1.2.3.4 1.2.3.4 1 2\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 1\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 2 3\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 1 65536\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 01 2\r\n",
            "PROXY TCP4 1.2.3.4 1.2.3.4 -1 2\r\n", "PROXY TCP4 1.2.3.4 1.2.3.4 1 \r\n",
            "PROXY TCP4 1.2.3 1.2.3.4 1 2\r\n", "PROXY TCP4 ::1 ::1 1 2\r\n", "PROXY TCP6 1.2.3.4 1.2.3.4 1 2\r\n",
            "PROXY TCP5 1.2.3.4 1.2.3.4 1 2\r\n", "PROXY TCP4 host name 1 2\r\n", "PROXY \r\n", "PROXY UNKNOWN \t\r\n",
            "PROXY UNKNOWN " + String(repeating: "x", count: 100) + "\r\n",
        ])
    func refusedTexts(_ text: String) {
        guard case .malformed = Self.read(text) else {
            Issue.record("\(Self.read(text))")
            return
        }
    }

    @Test("so is version 2 of another version, with another command, for datagrams, too short or too long")
    func refusedBinaries() {
        var wrong = Self.signature
        wrong[5] = 0
        let headers = [
            Self.binary(command: 0x11, Self.v4), Self.binary(command: 0x22, Self.v4),
            Self.binary(family: 0x12, Self.v4), Self.binary(family: 0x41, Self.v4),
            Self.binary(Array(Self.v4.dropLast())), Self.binary(family: 0x21, Self.v4),
            Self.signature + [0x21, 0x11, 0x10, 0x01], wrong,
        ]
        for header in headers {
            guard case .malformed = Self.read(header) else {
                Issue.record("\(header) \(Self.read(header))")
                continue
            }
        }
    }
}
