/// What a proxy says of a connection before its first byte: the PROXY protocol, versions 1 and 2
/// (haproxy.org/download/2.9/doc/proxy-protocol.txt).
enum ProxyHeader: Equatable {
    /// Whose connection it is.
    case client(IPAddress)
    /// The proxy's own: it looks whether the service lives, or doesn't know.
    case own

    /// What the bytes that have come so far are.
    enum Reading: Equatable {
        /// The beginning of one.
        case needMore
        /// One, and how many bytes it takes.
        case header(ProxyHeader, count: Int)
        /// None, and why.
        case malformed(String)
    }

    /// The longest header of version 1, its line end included (§2.1).
    static let longestText = 107
    /// The most bytes that may stand behind the fixed part of version 2: room for what proxies add (§2.2).
    static let longestBlock = 4096

    private static let signature: [UInt8] = [
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A,
    ]
    private static let word = Array("PROXY ".utf8)

    /// Reads the first bytes of a connection.
    static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        guard let first = bytes.first else { return .needMore }
        return first == signature[0] ? readBinary(bytes) : readText(bytes)
    }

    // MARK: Version 1

    private static func readText(_ bytes: UnsafeRawBufferPointer) -> Reading {
        let known = min(bytes.count, word.count)
        guard bytes.prefix(known).elementsEqual(word.prefix(known)) else { return .malformed("it is no PROXY header") }
        let line = bytes.prefix(longestText)
        guard let end = line.firstIndex(of: 0x0A) else {
            return bytes.count < longestText ? .needMore : .malformed("its line is too long")
        }
        guard end > line.startIndex, line[end - 1] == 0x0D, line[..<(end - 1)].allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { return .malformed("its line is no text that ends in CR LF") }
        let text = String(decoding: line[..<(end - 1)], as: UTF8.self)
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        // Whatever stands behind UNKNOWN is to be ignored.
        if parts.count >= 2, parts[1] == "UNKNOWN" { return .header(.own, count: end + 1) }
        guard parts.count == 6, parts[1] == "TCP4" || parts[1] == "TCP6", isPort(parts[4]), isPort(parts[5]),
            let source = IPAddress(parts[2]), IPAddress(parts[3]) != nil,
            [parts[2], parts[3]].allSatisfy({ $0.contains(":") == (parts[1] == "TCP6") })
        else { return .malformed("its line is not PROXY TCP4|TCP6 SOURCE DESTINATION PORT PORT") }
        return .header(.client(source), count: end + 1)
    }

    private static func isPort(_ text: Substring) -> Bool {
        guard text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let number = Int(text) else { return false }
        return number <= 65_535 && (text.utf8.count == 1 || text.utf8.first != 0x30)
    }

    // MARK: Version 2

    private static func readBinary(_ bytes: UnsafeRawBufferPointer) -> Reading {
        let known = min(bytes.count, signature.count)
        guard bytes.prefix(known).elementsEqual(signature.prefix(known)) else {
            return .malformed("it is no PROXY header")
        }
        guard bytes.count >= 16 else { return .needMore }
        let (version, command) = (bytes[12] >> 4, bytes[12] & 15)
        let (family, transport) = (bytes[13] >> 4, bytes[13] & 15)
        let length = Int(bytes[14]) << 8 | Int(bytes[15])
        guard version == 2 else { return .malformed("its version is \(version)") }
        guard command <= 1 else { return .malformed("its command is \(command)") }
        guard length <= longestBlock else { return .malformed("it has \(length) bytes") }
        guard bytes.count >= 16 + length else { return .needMore }
        guard command == 1 else { return .header(.own, count: 16 + length) }
        let block = UnsafeRawBufferPointer(rebasing: bytes[16..<(16 + length)])
        switch (family, transport) {
        case (1, 1):
            guard length >= 12 else { return .malformed("it is too short for its addresses") }
            let address = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
            return .header(.client(IPAddress(v4: address)), count: 16 + length)
        case (2, 1):
            guard length >= 36 else { return .malformed("it is too short for its addresses") }
            return .header(.client(IPAddress(bytes: block)), count: 16 + length)
        // A client of a Unix socket has no address, and of others nothing is known.
        case (3, 1), (0, 0): return .header(.own, count: 16 + length)
        default: return .malformed("its client is no stream")
        }
    }
}
