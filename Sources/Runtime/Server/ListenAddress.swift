/// One place that a server listens on: `http://0.0.0.0:8080`, `https://[::1]:8443`, `unix:/run/chat.sock?mode=0660`.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
    /// What kind of place it is.
    public enum Place: Hashable, Sendable {
        /// An address (or a name that has one) and a port; 0 lets the system choose.
        case tcp(host: String, port: Int)
        /// A Unix socket: its path, and who may connect, as the file's permissions.
        case unix(path: String, mode: Int)
    }

    /// Where it is.
    public let place: Place
    /// Whether TLS is spoken there.
    public let isSecure: Bool

    /// The permissions of a Unix socket that says nothing of them: its user and group.
    public static let defaultMode = 0o660

    /// Names a place.
    public init(_ place: Place, isSecure: Bool = false) {
        self.place = place
        self.isSecure = isSecure
    }

    /// Reads `http://host:port`, `https://host:port` or `unix:/path`, with `?mode=0660` if need be; nil for anything else.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            guard let place = Self.unix(text.dropFirst(5)) else { return nil }
            self.init(place)
        } else if text.hasPrefix("http://") {
            guard let place = Self.tcp(text.dropFirst(7)) else { return nil }
            self.init(place)
        } else if text.hasPrefix("https://") {
            guard let place = Self.tcp(text.dropFirst(8)) else { return nil }
            self.init(place, isSecure: true)
        } else {
            return nil
        }
    }

    private static func unix(_ text: Substring) -> Place? {
        let path = text.prefix { $0 != "?" }
        let query = text.dropFirst(path.count)
        guard !path.isEmpty else { return nil }
        if query.isEmpty { return .unix(path: String(path), mode: defaultMode) }
        guard query.hasPrefix("?mode="), let mode = Int(query.dropFirst(6), radix: 8), (0...0o777).contains(mode) else {
            return nil
        }
        return .unix(path: String(path), mode: mode)
    }

    private static func tcp(_ text: Substring) -> Place? {
        let text = text.hasSuffix("/") ? text.dropLast() : text
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains("/"), !host.contains("@") else { return nil }
        return .tcp(host: String(host), port: port)
    }

    /// As it is written in a config file.
    public var description: String {
        switch place {
        case .tcp(let host, let port):
            "\(isSecure ? "https" : "http")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        case .unix(let path, let mode):
            mode == Self.defaultMode ? "unix:\(path)" : "unix:\(path)?mode=0\(String(mode, radix: 8))"
        }
    }
}

extension SettingType where Value == [ListenAddress] {
    /// Places to listen on; `none` is the empty list.
    static let listeners = SettingType(name: "list of addresses", takesList: true) {
        (text: String) throws(SettingProblem) -> [ListenAddress] in
        if text == "none" { return [] }
        var addresses: [ListenAddress] = []
        for item in Words.items(text) {
            guard let address = ListenAddress(item) else {
                throw SettingProblem(
                    message: "'\(item)' is no address to listen on",
                    help: "write http://127.0.0.1:8081, https://0.0.0.0:8443 or unix:/run/chat.sock?mode=0660")
            }
            addresses.append(address)
        }
        return addresses
    } format: {
        $0.isEmpty ? "none" : $0.map(\.description).joined(separator: ", ")
    }
}
