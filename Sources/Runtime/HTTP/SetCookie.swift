import HTTPTypes

/// A cookie that an answer sets (RFC 6265bis §4.1), with safe defaults: no script reads it, other sites' requests don't bear it, and over TLS it
/// never travels without.
public struct SetCookie: Hashable, Sendable {
    /// Which requests of other sites bear the cookie (RFC 6265bis §5.5).
    public enum SameSite: String, Hashable, Sendable {
        /// None; links that lead here alone; all, which needs TLS.
        case strict = "Strict"
        case lax = "Lax"
        case none = "None"
    }

    /// The name, a token; `__Host-` and `__Secure-` make browsers hold it to rules.
    public var name: String
    /// The value: printable ASCII without blanks, quotes, commas, semicolons and backslashes.
    public var value: String
    /// How long it is kept (default: until the browser is closed); zero removes it.
    public var maxAge: Duration?
    /// The paths whose requests bear it (default `/`).
    public var path: String
    /// The host whose subdomains get it too (default: this host alone).
    public var domain: String?
    /// Whether it travels over TLS alone (default: if it was set over TLS).
    public var secure: Bool?
    /// Whether scripts can't read it (default true).
    public var httpOnly: Bool
    /// Which requests of other sites bear it (default `lax`).
    public var sameSite: SameSite

    /// Makes a cookie; what is not given is the safe default.
    public init(
        _ name: String, _ value: String, maxAge: Duration? = nil, path: String = "/", domain: String? = nil,
        secure: Bool? = nil, httpOnly: Bool = true, sameSite: SameSite = .lax
    ) {
        self.name = name
        self.value = value
        self.maxAge = maxAge
        self.path = path
        self.domain = domain
        self.secure = secure
        self.httpOnly = httpOnly
        self.sameSite = sameSite
    }

    /// Removes a cookie from the browser; path and domain must be those that it was set with.
    public static func removing(_ name: String, path: String = "/", domain: String? = nil) -> SetCookie {
        SetCookie(name, "", maxAge: .zero, path: path, domain: domain)
    }

    /// The value of the header.
    ///
    /// - Parameter isSecure: whether it is sent over TLS.
    /// - Throws: `CookieError` for what a browser would drop or read in another way.
    public func header(isSecure: Bool) throws(CookieError) -> String {
        let secure = secure ?? isSecure
        try check(secure)
        var text = "\(name)=\(value)"
        if let maxAge { text += "; Max-Age=\(maxAge.milliseconds / 1000)" }
        // Old browsers know no Max-Age; what is to go, goes there too.
        if maxAge == .zero { text += "; Expires=Thu, 01 Jan 1970 00:00:00 GMT" }
        if let domain { text += "; Domain=\(domain)" }
        text += "; Path=\(path)"
        if secure { text += "; Secure" }
        if httpOnly { text += "; HttpOnly" }
        return text + "; SameSite=\(sameSite.rawValue)"
    }

    private func check(_ secure: Bool) throws(CookieError) {
        guard HTTPField.Name(name) != nil else {
            throw CookieError("'\(LogText.singleLine(name))' is no name of a cookie: letters, digits, - and _ make one")
        }
        guard value.utf8.allSatisfy(Self.isValue) else {
            throw CookieError(
                "the value of '\(name)' has bytes that no cookie may have: encode it, as base64url for one")
        }
        guard path.hasPrefix("/"), path.utf8.allSatisfy(Self.isAttribute) else {
            throw CookieError("the path of '\(name)' must begin with '/', without semicolons")
        }
        if let domain, domain.isEmpty || !domain.utf8.allSatisfy({ Self.isAttribute($0) && $0 != 0x20 }) {
            throw CookieError("'\(LogText.singleLine(domain))' is no domain for '\(name)'")
        }
        guard name.utf8.count + value.utf8.count <= 4096 else {
            throw CookieError("'\(name)' has more than the 4096 bytes that browsers keep")
        }
        if sameSite == .none, !secure {
            throw CookieError("'\(name)' with SameSite=None must be secure: browsers drop it otherwise")
        }
        // Browsers compare the prefixes whatever their case (RFC 6265bis §4.1.3).
        let lower = name.lowercased()
        if lower.hasPrefix("__secure-") || lower.hasPrefix("__host-"), !secure {
            throw CookieError("'\(name)' must be secure, by its prefix")
        }
        if lower.hasPrefix("__host-"), path != "/" || domain != nil {
            throw CookieError("'\(name)' must have the path / and no domain, by its prefix")
        }
    }

    /// RFC 6265bis §4.1.1: a `cookie-octet`.
    private static func isValue(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x21, 0x23...0x2B, 0x2D...0x3A, 0x3C...0x5B, 0x5D...0x7E: true
        default: false
        }
    }

    private static func isAttribute(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F && byte != UInt8(ascii: ";")
    }
}

/// A cookie that no browser would keep as it is meant.
public struct CookieError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and how to mend it.
    public let description: String

    init(_ description: String) { self.description = description }
}

extension Response {
    /// Sets a cookie.
    ///
    /// - Parameter request: what is answered: over TLS a cookie is secure by itself.
    /// - Throws: `CookieError` for what a browser would drop.
    public mutating func setCookie(_ cookie: SetCookie, for request: Request) throws(CookieError) {
        let value = try cookie.header(isSecure: request.scheme == "https")
        headers.append(HTTPField(name: .setCookie, value: value))
    }
}

extension RequestContext {
    /// Sets a cookie on the answer, whatever it will be: for handlers that return a value.
    ///
    /// - Throws: `CookieError` for what a browser would drop.
    public func setCookie(_ cookie: SetCookie) throws(CookieError) {
        let value = try cookie.header(isSecure: request.scheme == "https")
        request.addToAnswer(HTTPField(name: .setCookie, value: value))
    }

    /// Adds a header to the answer, whatever it will be; a name that HTTP doesn't allow is left out.
    public func addHeader(_ name: String, _ value: String) {
        guard let name = HTTPField.Name(name) else { return }
        request.addToAnswer(HTTPField(name: name, value: value))
    }
}
