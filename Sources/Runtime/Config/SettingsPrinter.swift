/// The text of `--print-config`: every setting in force and where it comes from, as YAML; secrets are masked.
struct SettingsPrinter {
    private let service: String
    private let settings: ServiceSettings
    private let schemes: [AuthScheme]
    private var lines: [String] = []

    init(_ service: String, _ settings: ServiceSettings, schemes: [AuthScheme] = []) {
        self.service = service
        self.settings = settings
        self.schemes = schemes
    }

    var text: String {
        var copy = self
        copy.write()
        return copy.lines.joined(separator: "\n") + "\n"
    }

    private mutating func write() {
        lines.append(
            "# The settings of \(service) in force. A comment says where a value that is no default comes from.")
        write(ServiceSettings.table, settings, settings.sources, "", 0)
        let auth = settings.auth.resolve(schemes)
        if !schemes.isEmpty { lines.append("auth:") }
        for scheme in schemes {
            lines.append("  \(scheme.name):")
            let table = AuthSettings.table.filter { scheme.keys.contains($0.path) }
            write(table, auth.settings[scheme.name] ?? AuthSettings(), auth.sources, "auth.\(scheme.name).", 2)
        }
        let hubs = settings.hubs.asked
        if !hubs.isEmpty {
            lines.append("hubs:")
            for hub in hubs {
                lines.append("  \(hub.name):")
                write(HubSettings.table, hub.settings, settings.hubs.sources, "hubs.\(hub.name).", 2)
            }
        }
        if let app = settings.app.content {
            lines.append("app:")
            write(app, 1, isSecret: false)
        }
    }

    private mutating func write<Root>(
        _ table: [Setting<Root>], _ root: Root, _ sources: [String: SettingSource], _ prefix: String, _ depth: Int
    ) {
        var section = ""
        for setting in table {
            let parts = setting.path.split(separator: ".")
            let indent = String(repeating: "  ", count: depth)
            if parts.count == 2, section != parts[0] {
                section = String(parts[0])
                lines.append("\(indent)\(section):")
            }
            let key = parts.last ?? ""
            let source = sources["\(prefix)\(setting.path)"].map { "  # \($0)" } ?? ""
            lines.append("\(indent)\(parts.count == 2 ? "  " : "")\(key): \(Self.quoted(setting.show(root)))\(source)")
        }
    }

    private mutating func write(_ node: ConfigNode, _ depth: Int, isSecret: Bool) {
        let indent = String(repeating: "  ", count: depth)
        for entry in node.mapping ?? [] {
            let hides = isSecret || Self.namesSecret(entry.key)
            switch entry.value.value {
            case .mapping:
                lines.append("\(indent)\(entry.key):")
                write(entry.value, depth + 1, isSecret: hides)
            case .sequence(let items):
                lines.append("\(indent)\(entry.key): [\(items.map { Self.shown($0, hides) }.joined(separator: ", "))]")
            case .scalar:
                lines.append("\(indent)\(entry.key): \(Self.shown(entry.value, hides))")
            }
        }
    }

    private static func shown(_ node: ConfigNode, _ hides: Bool) -> String {
        if hides || node.isFromEnvironment { return "\"***\"" }
        guard let text = node.text else { return "\"…\"" }
        // A URL may carry a password before its host.
        guard let scheme = text.range(of: "://"), let at = text[scheme.upperBound...].firstIndex(of: "@") else {
            return quoted(text)
        }
        return quoted("\(text[..<scheme.upperBound])***\(text[at...])")
    }

    /// Whether a key names something that must not be shown.
    static func namesSecret(_ key: String) -> Bool {
        let name = key.lowercased()
        return ["password", "passwd", "secret", "token", "key", "credential", "private", "dsn", "pwd"].contains {
            name.contains($0)
        }
    }

    /// The text as YAML: in quotes where it would mean something else.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "./_-,: *".contains($0)) }
        if isPlain, !text.isEmpty, !text.contains(": "), text.first != "*", text.first != "-", text.first != ":",
            text.last != ":"
        {
            return text
        }
        return "\"\(text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined())\""
    }
}

extension String {
    /// Where a text stands first.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
