/// What one proxy says of whom it asks for.
struct ForwardedElement: Hashable, Sendable {
    /// The address; nil for one that is hidden, unknown or malformed.
    var address: IPAddress?
    var isSecure: Bool?
    var host: String?
}

extension ForwardedElement {
    /// How many proxies are looked at; who writes more says nothing that is believed.
    static let most = 32

    /// The elements of a `Forwarded` header (RFC 7239 §4), in their order. What can't be read is an element that says nothing.
    static func forwarded(_ header: String) -> [ForwardedElement] {
        split(Array(header.utf8)[...], UInt8(ascii: ",")).suffix(most).map { element in
            var result = ForwardedElement()
            for pair in split(element, UInt8(ascii: ";")) {
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let name = String(decoding: trimmed(pair[..<equals]), as: UTF8.self).lowercased()
                let value = unquoted(trimmed(pair[pair.index(after: equals)...]))
                switch name {
                case "for": result.address = node(value)
                case "proto": result.isSecure = scheme(value)
                case "host": result.host = host(value)
                default: break
                }
            }
            return result
        }
    }

    /// The addresses of an `X-Forwarded-For` header, in their order.
    static func addresses(_ header: String) -> [IPAddress?] {
        header.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).suffix(most).map { item in
            node(String(decoding: trimmed(Array(item)[...]), as: UTF8.self))
        }
    }

    /// The last item of a list: what the nearest proxy said.
    static func last(_ header: String) -> String {
        let item = header.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).last.map(
            Array.init)
        return String(decoding: trimmed((item ?? [])[...]), as: UTF8.self)
    }

    /// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]` or `[2001:db8::1]:4711`.
    static func node(_ text: String) -> IPAddress? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            let rest = text[text.index(after: end)...]
            guard rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst())) else { return nil }
            let inner = text[text.index(after: text.startIndex)..<end]
            return inner.contains(":") ? IPAddress(inner) : nil
        }
        let colons = text.utf8.lazy.filter { $0 == UInt8(ascii: ":") }.count
        guard colons == 1, let colon = text.firstIndex(of: ":") else { return IPAddress(text) }
        guard isPort(text[text.index(after: colon)...]) else { return nil }
        return IPAddress(text[..<colon])
    }

    static func scheme(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "https", "wss": true
        case "http", "ws": false
        default: nil
        }
    }

    /// A host with or without a port; nil for what could be nothing of the kind.
    static func host(_ text: String) -> String? {
        guard (1...255).contains(text.utf8.count) else { return nil }
        let isFine = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
                UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "]"):
                true
            default: false
            }
        }
        return isFine ? text : nil
    }

    /// RFC 7239 §6.2: digits, or a hidden one that begins with `_`.
    private static func isPort(_ text: Substring) -> Bool {
        guard (1...16).contains(text.utf8.count) else { return false }
        return text.utf8.allSatisfy { $0 &- 0x30 < 10 } || text.hasPrefix("_")
    }

    /// Parts between separators that are not in quotes.
    private static func split(_ bytes: ArraySlice<UInt8>, _ separator: UInt8) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = bytes.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in bytes.indices {
            let byte = bytes[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                parts.append(bytes[start..<index])
                start = index + 1
            }
        }
        parts.append(bytes[start...])
        return parts
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = bytes.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = rest.last, last == 0x20 || last == 0x09 { rest.removeLast() }
        return rest
    }

    private static func unquoted(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "\""), bytes.last == UInt8(ascii: "\"") else {
            return String(decoding: bytes, as: UTF8.self)
        }
        var result: [UInt8] = []
        var isEscaped = false
        for byte in bytes.dropFirst().dropLast() {
            if !isEscaped, byte == UInt8(ascii: "\\") {
                isEscaped = true
                continue
            }
            isEscaped = false
            result.append(byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}
