/// Where a server listens.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address as digits; empty for a Unix socket.
    public let host: String
    /// The port; 0 for a Unix socket.
    public let port: Int
    /// Whether TLS is spoken there.
    public let isSecure: Bool
    /// The path of a Unix socket.
    public let path: String?

    package init(host: String, port: Int, isSecure: Bool = false) {
        self.host = host
        self.port = port
        self.isSecure = isSecure
        path = nil
    }

    init(path: String) {
        host = ""
        port = 0
        isSecure = false
        self.path = path
    }

    /// `127.0.0.1:8080`, `[::1]:8080`, `unix:/run/chat.sock`.
    public var description: String {
        if let path { return "unix:\(path)" }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// The address as a URL that a browser can open; every address (`0.0.0.0`, `::`) is shown as this machine's own. A Unix
    /// socket has none and is shown as in the config.
    public var url: String {
        if path != nil { return description }
        let scheme = isSecure ? "https" : "http"
        return switch host {
        case "0.0.0.0": "\(scheme)://127.0.0.1:\(port)"
        case "::": "\(scheme)://[::1]:\(port)"
        default: "\(scheme)://\(description)"
        }
    }
}
