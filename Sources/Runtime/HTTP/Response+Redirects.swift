extension Response {
    /// 303: look there with GET, as after a form that was taken (RFC 9110 §15.4.4).
    public static func seeOther(_ location: String) -> Response { redirect(to: location, status: .seeOther) }

    /// 307: the same request, there, this time (RFC 9110 §15.4.8).
    public static func temporaryRedirect(to location: String) -> Response {
        redirect(to: location, status: .temporaryRedirect)
    }

    /// 308: the same request, there, from now on (RFC 9110 §15.4.9).
    public static func permanentRedirect(to location: String) -> Response {
        redirect(to: location, status: .permanentRedirect)
    }

    /// 303 to a path of this service that a client named, as in `?next=/orders`: whatever leads elsewhere leads to `fallback`.
    ///
    /// A path has one `/` at its start; `//host`, `/\host`, schemes and control characters are no paths.
    public static func seeOther(localPath path: String?, orElse fallback: String = "/") -> Response {
        guard let path, isLocal(path) else { return seeOther(fallback) }
        return seeOther(path)
    }

    private static func isLocal(_ path: String) -> Bool {
        let bytes = Array(path.utf8)
        guard bytes.first == UInt8(ascii: "/"), bytes.count <= 2048 else { return false }
        // Browsers read a backslash as a slash, and drop tabs and line breaks.
        guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else { return false }
        return bytes.count < 2 || bytes[1] != UInt8(ascii: "/")
    }
}
