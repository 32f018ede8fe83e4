/// Which web pages may open a WebSocket here (RFC 6455 §10.2): browsers name the page's origin and let any page try.
///
/// A request without `Origin` is no browser's and always passes.
public enum WebSocketOriginPolicy: Hashable, Sendable {
    /// Only pages of the host the request is for, on the same port (the default).
    case sameHost
    /// Every page. Right only if nothing here trusts cookies or the client's network address.
    case any
    /// Only the pages named. An entry is `https://example.com`, `https://*.example.com` for all hosts below it but not
    /// itself, or either without the scheme for both `http` and `https`. A port that is not the scheme's own must be
    /// named, `:*` stands for all. `null` is the origin of local files and sandboxed frames.
    case listed([String])

    /// Whether a page of this origin may connect to this `Host`.
    public func allows(origin: String, host: String?) -> Bool {
        switch self {
        case .any: return true
        case .sameHost:
            guard let page = Authority(origin: origin), let host, let own = Authority(host[...]) else { return false }
            return page.host == own.host && page.port == own.port ?? page.defaultPort
        case .listed(let entries):
            if origin == "null" { return entries.contains("null") }
            guard let page = Authority(origin: origin) else { return false }
            return entries.contains { page.matches($0) }
        }
    }

    /// Host and port in the form they are compared in: lower case, and the scheme's port if none is named.
    private struct Authority {
        var scheme: Substring = ""
        var host: String
        var port: Substring?

        var defaultPort: Substring? {
            switch scheme {
            case "http", "ws": "80"
            case "https", "wss": "443"
            default: nil
            }
        }

        /// `host`, `host:port` or `[v6]:port`.
        init?(_ text: Substring) {
            var host = text
            if let bracket = text.lastIndex(of: "]") {
                let rest = text[text.index(after: bracket)...]
                guard text.first == "[", rest.isEmpty || rest.first == ":" else { return nil }
                host = text[...bracket]
                if !rest.isEmpty { port = rest.dropFirst() }
            } else if let colon = text.firstIndex(of: ":") {
                host = text[..<colon]
                port = text[text.index(after: colon)...]
            }
            if let port, port != "*" {
                guard !port.isEmpty, port.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            }
            guard !host.isEmpty, !host.utf8.contains(where: { $0 <= 0x20 || $0 == 0x2F || $0 == 0x40 || $0 >= 0x7F })
            else { return nil }
            self.host = host.lowercased()
        }

        /// A serialized origin (RFC 6454 §6.1), with the port filled in.
        init?(origin: String) {
            guard let separator = Self.schemeEnd(origin[...]) else { return nil }
            self.init(origin[separator...].dropFirst(3))
            scheme = Substring(origin[..<separator].lowercased())
            guard port != "*" else { return nil }
            port = port ?? defaultPort
        }

        private static func schemeEnd(_ text: Substring) -> Substring.Index? {
            guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"), colon != text.startIndex
            else { return nil }
            return colon
        }

        func matches(_ entry: String) -> Bool {
            var rest = entry[...]
            if let separator = Self.schemeEnd(rest) {
                guard scheme == rest[..<separator].lowercased() else { return false }
                rest = rest[separator...].dropFirst(3)
            } else {
                guard scheme == "http" || scheme == "https" else { return false }
            }
            guard let pattern = Authority(rest) else { return false }
            guard pattern.port == "*" || port == pattern.port ?? defaultPort else { return false }
            guard pattern.host.hasPrefix("*.") else { return host == pattern.host }
            return host.hasSuffix(pattern.host.dropFirst()) && host.utf8.count > pattern.host.utf8.count - 1
        }
    }
}
