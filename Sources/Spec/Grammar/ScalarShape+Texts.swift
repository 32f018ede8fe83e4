import GatewayDiagnostics

extension ScalarShape {
    /// The complaint about a word that is none of those allowed.
    static func unknownWord(_ text: String, _ words: [String]) -> Complaint? {
        guard !words.contains(text) else { return nil }
        let list = words.map { "'\($0)'" }.joined(separator: ", ")
        return Complaint(
            .unknownWord, "unknown value '\(text)'", label: "must be \(words.count > 1 ? "one of " : "")\(list)",
            help: Suggestion.didYouMean(text, among: words))
    }

    /// A name that is declared elsewhere; whether it is, is found out later.
    static func name(_ what: String) -> ScalarShape {
        ScalarShape("name", "the name of \(what)")
    }

    /// A name that is declared here.
    static func newName(_ what: String) -> ScalarShape {
        ScalarShape("name", "a name for a \(what)", pattern: NameShape.reference.pattern) {
            NameShape.reference.complaint($0, what: what)
        }
    }

    /// The name of a handler: it becomes a function.
    static let handler = ScalarShape(
        "name", "the name of a function, such as `getUser`", takes: .anyText, pattern: NameShape.function.pattern
    ) {
        NameShape.function.complaint($0, what: "handler")
    }

    static let service = ScalarShape(
        "name", "a name, such as `chat` or `user-api`", takes: .anyText, pattern: NameShape.service.pattern
    ) { text in
        NameShape.service.complaint(text, what: "service")
    }

    static let swiftName = ScalarShape("name", "a name in Swift") { text in
        SwiftName.isIdentifier(text)
            ? nil : Complaint(.badName, "'\(text)' is no name in Swift", label: "letters, digits and _, no digit first")
    }

    /// A file's or folder's path beside the spec.
    static let path = ScalarShape(
        "path", "a path, relative to the spec's folder",
        pattern: #"^(?![/~])(?!.*://)(?!(?:.*/)?\.\.(?:/|$))[^\\\u0000-\u001F]+$"#
    ) { text in
        if text.isEmpty { return Complaint(.badPath, "an empty path") }
        if text.hasPrefix("/") || text.hasPrefix("~") || text.contains("://") {
            return Complaint(
                .badPath, "'\(text)' is not relative", label: "must lie in the spec's folder",
                help: "write it from the spec's folder on, without a first '/'")
        }
        if text.split(separator: "/", omittingEmptySubsequences: false).contains("..") {
            return Complaint(.badPath, "'\(text)' leaves the spec's folder", label: "no '..' here")
        }
        if text.contains("\\") || text.unicodeScalars.contains(where: { $0.value < 0x20 }) {
            return Complaint(.badPath, "'\(text)' is no portable path", help: "separate folders with '/'")
        }
        return nil
    }

    /// A file to import: it may lie outside of the spec's folder.
    static let importPath = ScalarShape("path", "the path of a .yaml file", pattern: #"\.ya?ml$"#) { text in
        guard text.hasSuffix(".yaml") || text.hasSuffix(".yml") else {
            return Complaint(.badPath, "'\(text)' is no spec", label: "must end in .yaml or .yml")
        }
        return text.contains("://")
            ? Complaint(.badPath, "'\(text)' is no file", help: "only files can be imported") : nil
    }

    /// Where a redirect leads.
    static let location = ScalarShape("path or URL", "a path or a URL", pattern: "^(/(?!/)|https?://)") { text in
        if text.hasPrefix("//") {
            return Complaint(
                .badURL, "'\(text)' leads to another host", label: "a path has one '/' at its beginning",
                help: "write `https:\(text)` if that is meant")
        }
        if text.hasPrefix("/") || URLText.isWeb(text) { return header("Location", text) }
        return Complaint(
            .badURL, "'\(text)' is neither a path nor a URL", label: "must begin with '/', http:// or https://")
    }

    /// A server's address.
    static let target = ScalarShape("URL", "a URL, such as `http://127.0.0.1:9001`", pattern: "^https?://") { text in
        URLText.complaint(text, allowsPath: true)
    }

    /// An origin as browsers send it.
    static let origin = ScalarShape(
        "origin", "an origin, such as `https://app.example.com`", pattern: "^https?://[^/]+$"
    ) {
        URLText.complaint($0, allowsPath: false)
    }

    /// A header's or cookie's name, or an HTTP method.
    static let token = ScalarShape("name", "a header's name", pattern: tokenPattern) { text in
        isToken(text) ? nil : Complaint(.badHeader, "'\(text)' is no header name", label: "letters, digits and -")
    }

    /// RFC 9110 §5.6.2, for editors.
    static let tokenPattern = #"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"#

    /// A header's value.
    static let headerValue = ScalarShape("string", "a string", takes: .anyText, pattern: "^[ -~]*$") { header("", $0) }

    /// What a body is, as `Content-Type` says it: a type, or all subtypes of one (RFC 9110 §12.5.1).
    static let mediaType = ScalarShape(
        "media type", "a media type, such as `image/png` or `image/*`", pattern: mediaTypePattern
    ) { text in
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 2, parts.allSatisfy({ isToken($0) }), parts[0] != "*" { return nil }
        return Complaint(
            .badHeader, "'\(text)' is no media type", label: "a type, a '/' and a subtype or '*', without parameters",
            help: text == "*/*" ? "leave it out: any type will do then" : nil)
    }

    private static let mediaTypePattern =
        #"^(?!\*/)[!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+$"#

    /// A regular expression.
    static let pattern = ScalarShape("regular expression", "a regular expression, in single quotes", isProse: true)

    static let prefix = ScalarShape("path", "a path, such as `/api/v1`", takes: .anyText)

    /// RFC 9110 §5.6.2.
    static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    private static func header(_ name: String, _ text: String) -> Complaint? {
        text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
            ? nil : Complaint(.badHeader, "a header's value holds printable ASCII alone", label: "not all of this is")
    }
}

/// Checks URLs without a URL type: the spec needs scheme and host alone.
enum URLText {
    static func isWeb(_ text: String) -> Bool {
        (text.hasPrefix("http://") || text.hasPrefix("https://")) && host(text).map { !$0.isEmpty } == true
    }

    static func complaint(_ text: String, allowsPath: Bool) -> Complaint? {
        let help = allowsPath ? "such as `http://127.0.0.1:9001`" : "such as `https://app.example.com`"
        guard text.hasPrefix("http://") || text.hasPrefix("https://") else {
            let bare = text.contains("://") ? nil : "write `\(allowsPath ? "http" : "https")://\(text)`"
            return Complaint(
                .badURL, "'\(text)' is no URL", label: "must begin with http:// or https://", help: bare ?? help)
        }
        guard let host = host(text), !host.isEmpty, !text.contains(" ") else {
            return Complaint(.badURL, "'\(text)' has no host", help: help)
        }
        guard !host.contains("@") else {
            return Complaint(.secret, "a URL with a password in the spec", help: "credentials stand in config")
        }
        if let colon = host.lastIndex(of: ":"), !host.hasSuffix("]") {
            guard let port = Int(host[host.index(after: colon)...]), (1...65535).contains(port) else {
                return Complaint(.badURL, "'\(text)' has no valid port", label: "from 1 to 65535")
            }
        }
        let afterHost = text.drop { $0 != ":" }.dropFirst(3).dropFirst(host.count)
        if !allowsPath, !afterHost.isEmpty {
            return Complaint(
                .badURL, "an origin has no path", label: "browsers send scheme, host and port alone",
                help: "write `\(text.dropLast(afterHost.count))`")
        }
        if afterHost.contains("?") || afterHost.contains("#") {
            return Complaint(.badURL, "a target has no query and no fragment")
        }
        return nil
    }

    private static func host(_ text: String) -> Substring? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return text[colon...].dropFirst(3).prefix { !"/?#".contains($0) }
    }
}
