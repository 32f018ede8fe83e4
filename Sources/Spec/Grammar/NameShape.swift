/// A kind of name that the spec gives to something.
enum NameShape: Sendable {
    /// A type: a letter, then letters, digits and `_`.
    case type
    /// A hub, group, upstream, middleware or way to authenticate: `-` too.
    case reference
    /// A handler.
    case function
    /// A service.
    case service
    /// A field, parameter, enum case or tag: any text that gives a name in Swift.
    case member
    /// A header of an answer.
    case header
    /// A status, as `404`.
    case errorStatus
    /// A route's request line; checked when it is taken apart.
    case route

    /// What is wrong with a name, if anything.
    func complaint(_ text: String, what: String) -> Complaint? {
        switch self {
        case .type, .function:
            return isName(text, extra: "_") ? nil : bad(text, what, "a letter, then letters, digits and _", extra: "_")
        case .reference:
            return isName(text, extra: "_-")
                ? nil : bad(text, what, "a letter, then letters, digits, _ and -", extra: "_-")
        case .service: return serviceComplaint(text)
        case .member: return memberComplaint(text, what)
        case .header:
            return ScalarShape.isToken(text) ? nil : Complaint(.badHeader, "'\(text)' is no header name")
        case .errorStatus:
            if let status = Int(text), (400...599).contains(status) { return nil }
            return Complaint(.badStatus, "'\(text)' is no error's status", label: "from 400 to 599")
        case .route: return nil
        }
    }

    /// What editors check names with.
    var pattern: String? {
        switch self {
        case .type, .function: "^[A-Za-z][A-Za-z0-9_]*$"
        case .reference: "^[A-Za-z][A-Za-z0-9_-]*$"
        case .service: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
        case .errorStatus: "^[45][0-9][0-9]$"
        case .route: "^(\(RouteMethod.allCases.map(\.rawValue).joined(separator: "|"))) +\(Self.path)$"
        case .member: #"^[^\u0000- "{}]*[^\u0000- "{}?]$"#
        case .header: ScalarShape.tokenPattern
        }
    }

    /// A path as `PathText` reads it, but for parameters that stand in it twice.
    private static let path: String = {
        let text = #"/{}?#%*"<>\\^`|\u0000- \u007F"#
        let literal = #"(?!\.{1,2}(?:/|$))[^:\#(text)][^\#(text)]*"#
        let name = "[A-Za-z][A-Za-z0-9_]*"
        let segment = #"(?:\#(literal)|\{\#(name)\})"#
        return #"/(?:\#(segment)(?:/\#(segment))*(?:/|/\{\#(name)\*\})?|\{\#(name)\*\})?"#
    }()

    private func isName(_ text: String, extra: String) -> Bool {
        guard let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || extra.utf8.contains($0) }
    }

    private func bad(_ text: String, _ what: String, _ rule: String, extra: String) -> Complaint {
        let parts = text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || extra.contains($0))) }
        let repaired = String(SwiftName.member(parts.joined(separator: "-")).drop { $0 == "_" || $0.isNumber })
        let name = self == .type ? SwiftName.type(repaired) : repaired
        let isPlain = text.utf8.first.map(isLetter) == true && text.utf8.allSatisfy { $0 < 0x80 }
        let help = isPlain && isName(name, extra: extra) && name != text ? "write `\(name)`" : nil
        return Complaint(.badName, "'\(text)' is no name for \(article(what))", label: rule, help: help)
    }

    private func serviceComplaint(_ text: String) -> Complaint? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isKebab = parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || isDigit($0) }
        }
        if isKebab, let first = text.utf8.first, isLetter(first), text.utf8.count <= 64 { return nil }
        if text.utf8.count > 64 {
            return Complaint(.badName, "the service's name is too long", label: "64 letters at most")
        }
        var kebab = ""
        for character in text {
            let isPlain = character.isASCII && (character.isLetter || character.isNumber)
            if character.isUppercase, let last = kebab.last, last.isLowercase { kebab.append("-") }
            if isPlain {
                kebab += character.lowercased()
            } else if kebab.last != "-", !kebab.isEmpty {
                kebab.append("-")
            }
        }
        while kebab.last == "-" { kebab.removeLast() }
        let first = kebab.first
        return Complaint(
            .badName, "'\(text)' is no name for a service", label: "small letters and digits, words joined by -",
            help: first?.isLetter == true && kebab != text ? "write `\(kebab)`" : "such as `chat` or `user-api`")
    }

    private func memberComplaint(_ text: String, _ what: String) -> Complaint? {
        if isName(text, extra: "_") { return nil }
        if text.isEmpty { return Complaint(.badName, "an empty name") }
        if text.hasSuffix("?") {
            return Complaint(
                .badName, "'\(text)' is no name for \(article(what))",
                label: "the ? belongs to the type",
                help: "write `\(text.dropLast()): T?`, or `optional: true` in the long form")
        }
        if SwiftName.member(text).allSatisfy({ $0 == "_" || $0.isNumber }) {
            return Complaint(.badName, "'\(text)' gives no name in Swift", label: "has no letter")
        }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0 == "\"" || $0 == "{" || $0 == "}" || $0 == " " })
        {
            return Complaint(
                .badName, "'\(text)' is no name for \(article(what))", label: "no spaces, quotes or braces")
        }
        return nil
    }

    private func article(_ what: String) -> String {
        guard let first = what.first else { return what }
        return ("aeiou".contains(first) ? "an " : "a ") + what
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
