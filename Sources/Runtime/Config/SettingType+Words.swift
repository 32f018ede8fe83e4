extension SettingType where Value == String {
    /// Text that is not empty.
    static let text = SettingType(name: "text") { (text: String) throws(SettingProblem) -> String in
        guard !text.isEmpty else {
            throw SettingProblem(message: "the value is empty", help: "write some text, or leave the key out")
        }
        return text
    } format: {
        $0
    }
}

extension SettingType where Value == Bool {
    /// `true` or `false`.
    static let flag = SettingType(name: "true or false") { (text: String) throws(SettingProblem) -> Bool in
        switch text {
        case "true": return true
        case "false": return false
        default: throw SettingProblem(message: "'\(text)' is neither true nor false", help: "write true or false")
        }
    } format: {
        $0 ? "true" : "false"
    }
}

extension SettingType where Value == [String] {
    /// A list of texts; `none` is the empty one.
    static let list = SettingType(name: "list", takesList: true) { (text: String) throws(SettingProblem) -> [String] in
        text == "none" ? [] : Words.items(text)
    } format: {
        $0.isEmpty ? "none" : $0.joined(separator: ", ")
    }
}

extension SettingType where Value: RawRepresentable, Value.RawValue == String, Value: CaseIterable {
    /// One of a few words; `also` are other names for the same.
    static func word(also: [String: Value] = [:]) -> SettingType {
        let names = Value.allCases.map(\.rawValue)
        return SettingType(name: names.joined(separator: ", ")) { (text: String) throws(SettingProblem) -> Value in
            if let value = Value(rawValue: text) ?? also[text] { return value }
            let nearest = NearestName.of(text, among: names)
            throw SettingProblem(
                message: "'\(text)' is none of \(names.joined(separator: ", "))",
                help: nearest.map { "did you mean '\($0)'?" } ?? "write one of them")
        } format: {
            $0.rawValue
        }
    }
}

extension SettingType where Value == WebSocketOriginPolicy {
    /// Which pages may connect.
    static let origins = SettingType(name: "same-host, any, or a list", takesList: true) {
        (text: String) throws(SettingProblem) -> WebSocketOriginPolicy in
        switch text {
        case "same-host": return .sameHost
        case "any", "*": return .any
        default: break
        }
        let items = Words.items(text)
        for item in items where !isOrigin(item) {
            throw SettingProblem(
                message: "'\(item)' is no origin", help: "write same-host, any, or origins such as https://example.com")
        }
        guard !items.isEmpty else {
            throw SettingProblem(
                message: "the list is empty, so no page could connect",
                help: "write same-host to allow the service's own pages")
        }
        return .listed(items)
    } format: {
        switch $0 {
        case .sameHost: "same-host"
        case .any: "any"
        case .listed(let items): items.joined(separator: ", ")
        }
    }
}

/// A first look at an origin; the policy itself compares host and port.
private func isOrigin(_ item: String) -> Bool {
    if item == "null" || item == "localhost" { return true }
    return !item.contains(where: \.isWhitespace) && (item.contains(".") || item.contains("://") || item.contains(":"))
}

/// Lists in one line.
enum Words {
    /// The items between commas, without the blanks around them.
    static func items(_ text: String) -> [String] {
        text.split(separator: ",").map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: Substring) -> String {
        var rest = text.drop { $0 == " " || $0 == "\t" }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(rest)
    }
}
