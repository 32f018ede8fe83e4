/// Walks through a config file and stores what it says.
struct FileReader {
    let document: ConfigDocument
    private(set) var settings: ServiceSettings
    private(set) var findings: [ConfigDiagnostic] = []
    private(set) var hubs: [HubOverrides.Section] = []
    private(set) var auth: [AuthOverrides.Section] = []

    init(document: ConfigDocument, settings: ServiceSettings) {
        self.document = document
        self.settings = settings
    }

    /// Reads a section's keys; the root is the section without a name.
    mutating func read(section node: ConfigNode, at path: String) {
        let names =
            Self.names(in: path, of: ServiceSettings.table.map(\.path)) + (path.isEmpty ? ["auth", "hubs", "app"] : [])
        guard let entries = self.entries(of: node, path.isEmpty ? "a config file" : "'\(path)'", names) else { return }
        for entry in entries {
            let full = path.isEmpty ? entry.key : "\(path).\(entry.key)"
            if let setting = ServiceSettings.table.first(where: { $0.path == full }) {
                guard let text = text(of: entry, setting.typeName, setting.takesList) else { continue }
                store(entry) { (reader: inout FileReader) throws(SettingProblem) in
                    try setting.set(text, &reader.settings)
                    reader.settings.sources[full] = .file(path: reader.document.path, line: entry.value.span.line)
                }
            } else if full == "hubs" {
                read(hubs: entry.value)
            } else if full == "auth" {
                read(auth: entry.value)
            } else if full == "app" {
                _ = self.entries(of: entry.value, "'app'", nil)
            } else if names.contains(entry.key) {
                read(section: entry.value, at: full)
            } else {
                report(unknown: entry, in: path.isEmpty ? "at the top" : "in '\(path)'", names)
            }
        }
    }

    private mutating func read(hubs node: ConfigNode) {
        for entry in entries(of: node, "'hubs'", nil) ?? [] {
            let names = HubSettings.table.map(\.path)
            var values: [HubOverrides.Value] = []
            for field in entries(of: entry.value, "'hubs.\(entry.key)'", names) ?? [] {
                guard let setting = HubSettings.table.first(where: { $0.path == field.key }) else {
                    report(unknown: field, in: "in 'hubs.\(entry.key)'", names)
                    continue
                }
                guard let text = text(of: field, setting.typeName, setting.takesList) else { continue }
                store(field) { (reader: inout FileReader) throws(SettingProblem) in
                    var scratch = HubSettings()
                    try setting.set(text, &scratch)
                    values.append(HubOverrides.Value(setting: setting, text: text, node: field.value))
                }
            }
            hubs.append(HubOverrides.Section(name: entry.key, span: entry.keySpan, values: values))
        }
    }

    private mutating func read(auth node: ConfigNode) {
        for entry in entries(of: node, "'auth'", nil) ?? [] {
            let names = AuthSettings.table.map(\.path)
            var values: [AuthOverrides.Value] = []
            for field in entries(of: entry.value, "'auth.\(entry.key)'", names) ?? [] {
                guard let setting = AuthSettings.table.first(where: { $0.path == field.key }) else {
                    report(unknown: field, in: "in 'auth.\(entry.key)'", names)
                    continue
                }
                guard let text = text(of: field, setting.typeName, setting.takesList) else { continue }
                store(field) { (_: inout FileReader) throws(SettingProblem) in
                    var scratch = AuthSettings()
                    try setting.set(text, &scratch)
                    values.append(
                        AuthOverrides.Value(
                            setting: setting, text: text, keySpan: field.keySpan, line: field.value.span.line))
                }
            }
            auth.append(AuthOverrides.Section(name: entry.key, span: entry.keySpan, values: values))
        }
    }

    /// The names that may stand in a section.
    private static func names(in section: String, of paths: [String]) -> [String] {
        var names: [String] = []
        for path in paths {
            guard section.isEmpty || path.hasPrefix("\(section).") else { continue }
            let rest = section.isEmpty ? path[...] : path.dropFirst(section.count + 1)
            let name = String(rest.prefix { $0 != "." })
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    private mutating func entries(of node: ConfigNode, _ what: String, _ names: [String]?) -> [ConfigNode.Entry]? {
        if node.isNull { return nil }
        if let entries = node.mapping { return entries }
        report(
            "\(what) must be a mapping, found \(node.kindName)", at: node.span,
            help: names.map { "its keys are \($0.joined(separator: ", "))" } ?? "write keys with values below it")
        return nil
    }

    /// A value as one text: a list's items are joined by commas.
    private mutating func text(of entry: ConfigNode.Entry, _ type: String, _ takesList: Bool) -> String? {
        if entry.value.isNull {
            report(
                "'\(entry.key)' has no value", at: entry.keySpan, help: "write one (\(type)), or leave the key out")
            return nil
        }
        if let text = entry.value.text { return text }
        if takesList, let items = entry.value.sequence {
            let texts = items.compactMap(\.text)
            if texts.count == items.count { return texts.joined(separator: ",") }
        }
        let wanted = takesList ? "a value or a list of values" : "one value"
        report(
            "'\(entry.key)' must have \(wanted), found \(entry.value.kindName)", at: entry.value.span,
            help: "write one (\(type))")
        return nil
    }

    private mutating func store(
        _ entry: ConfigNode.Entry, _ body: (inout FileReader) throws(SettingProblem) -> Void
    ) {
        do throws(SettingProblem) {
            try body(&self)
        } catch {
            report(error.message, at: entry.value.span, help: error.help)
        }
    }

    private mutating func report(unknown entry: ConfigNode.Entry, in place: String, _ names: [String]) {
        let nearest = NearestName.of(entry.key, among: names).map { "did you mean '\($0)'?" }
        report(
            "there is no key '\(entry.key)' \(place)", at: entry.keySpan,
            help: nearest ?? "the keys here are \(names.joined(separator: ", "))")
    }

    private mutating func report(_ message: String, at span: ConfigSpan, help: String) {
        findings.append(document.diagnostic(message, at: span, help: help))
    }
}
