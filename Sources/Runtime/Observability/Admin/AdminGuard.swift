import HTTPTypes

/// Keeps web pages away from the admin listener: a browser on the operator's machine can reach it too.
///
/// A page of another origin can send requests that change something, but not without `Origin`; and it can read answers if
/// its own name leads here (DNS rebinding), but then `Host` is that name.
struct AdminGuard: Sendable {
    /// Whether only this machine can reach the listener, so that any name but its own is somebody's trick.
    let isLocal: Bool

    init(host: String) {
        isLocal = Self.isLoopback(host)
    }

    /// - Throws: `HTTPError` 403.
    func check(_ request: Request) throws(HTTPError) {
        if request.method != .get, request.method != .head, request.head.has(.origin) {
            throw .forbidden("the admin listener takes no changes from web pages")
        }
        guard isLocal, let host = request.head[.host] else { return }
        let name = Self.name(of: host)
        guard name == "localhost" || Self.isAddress(name) else {
            throw .forbidden("the admin listener is called localhost, or by its address")
        }
    }

    var middleware: Middleware {
        Middleware { request, context, next in
            try check(request)
            return try await next(request, context)
        }
    }

    /// A `Host` without its port.
    private static func name(of host: String) -> String {
        if host.hasPrefix("[") { return String(host.dropFirst().prefix { $0 != "]" }) }
        return host.prefix { $0 != ":" }.lowercased()
    }

    /// Names need a letter that no address has, or a dot with letters; an address has digits, dots and colons alone.
    private static func isAddress(_ name: String) -> Bool {
        !name.isEmpty
            && (name.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
                || (name.contains(":") && name.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." || $0 == "%" }))
    }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
