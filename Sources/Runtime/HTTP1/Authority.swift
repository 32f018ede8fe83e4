/// A host with an optional port, checked after RFC 3986 §3.2; user information is refused.
struct Authority {
    /// The host's bytes, brackets included.
    let host: UnsafeRawBufferPointer
    /// The port, nil if none or an empty one is given.
    let port: Int?

    /// - Returns: nil if the bytes are no host and port. An empty host without a port is one (RFC 9112 §3.2).
    init?(_ text: UnsafeRawBufferPointer) {
        var end = 0
        if text.first == ASCII.openBracket {
            end = 1
            while end < text.count, ASCIISet.bracketedHost.contains(text[end]) { end += 1 }
            guard end > 1, end < text.count, text[end] == ASCII.closeBracket else { return nil }
            end += 1
        } else {
            while end < text.count, ASCIISet.host.contains(text[end]) { end += 1 }
            if end == 0, !text.isEmpty { return nil }
        }
        host = UnsafeRawBufferPointer(rebasing: text[0..<end])
        guard end < text.count else {
            port = nil
            return
        }
        guard text[end] == ASCII.colon, text.count - end <= 6 else { return nil }
        var value = 0
        for byte in text[(end + 1)...] {
            guard ASCII.isDigit(byte) else { return nil }
            value = value * 10 + Int(byte - ASCII.zero)
        }
        guard value <= 65_535 else { return nil }
        port = end + 1 < text.count ? value : nil
    }

    /// Whether both name one server, the scheme's own port being the same as none.
    func agrees(with other: Authority, defaultPort: Int) -> Bool {
        guard host.count == other.host.count, (port ?? defaultPort) == (other.port ?? defaultPort) else { return false }
        for index in 0..<host.count where ASCII.lowercased(host[index]) != ASCII.lowercased(other.host[index]) {
            return false
        }
        return true
    }
}
