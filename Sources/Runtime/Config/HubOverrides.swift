import Synchronization

/// What the config file and the environment change of the hubs' settings.
///
/// Hubs are made by generated code, which asks for each by name; only then is it known which hubs there are. So names
/// that nobody asked for, and values that don't fit together, are noted here and reported before the service starts.
struct HubOverrides: Sendable {
    /// One value of the file.
    struct Value: Sendable {
        let setting: Setting<HubSettings>
        let text: String
        let node: ConfigNode
    }

    /// One section of the file.
    struct Section: Sendable {
        let name: String
        let span: ConfigSpan
        let values: [Value]
    }

    /// A hub that was asked for.
    struct Asked: Sendable {
        let name: String
        /// What the spec says.
        let declared: HubSettings
        /// What file and environment make of that.
        let wanted: HubSettings
        /// What holds: until a restart some of it is as it was.
        let settings: HubSettings
    }

    private final class Notes: Sendable {
        struct Content {
            var asked: [Asked] = []
            var sources: [String: SettingSource] = [:]
            var findings: [String] = []
        }

        let content = Guarded(Content())
    }

    private let document: ConfigDocument?
    private let sections: [Section]
    private let variablePrefix: String
    private let environment: @Sendable (String) -> String?
    private let notes = Notes()

    init(
        document: ConfigDocument? = nil, sections: [Section] = [], variablePrefix: String = "",
        environment: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.document = document
        self.sections = sections
        self.variablePrefix = variablePrefix
        self.environment = environment
    }

    /// What holds for a hub.
    ///
    /// - Parameters:
    ///   - declared: what the spec says.
    ///   - former: what held until now; what needs a restart stays as it was (default: nothing held).
    func apply(to declared: HubSettings, of name: String, former: HubOverrides? = nil) -> HubSettings {
        var settings = declared
        var findings: [String] = []
        var sources: [String: SettingSource] = [:]
        let section = sections.first { $0.name == name }
        for value in section?.values ?? [] {
            // The loader has read each value before.
            try? value.setting.set(value.text, &settings)
            if let document {
                sources[value.setting.path] = .file(path: document.path, line: value.node.span.line)
            }
        }
        for setting in HubSettings.table {
            let variable = setting.variable(prefix: "\(variablePrefix)_HUBS_\(EnvironmentName.of(name))")
            guard let text = environment(variable), !text.isEmpty else { continue }
            do throws(SettingProblem) {
                try setting.set(text, &settings)
                sources[setting.path] = .environment(variable)
            } catch {
                findings.append(error.finding(at: .environment(variable)))
            }
        }
        if settings.ping >= settings.timeout {
            let help =
                "a client is pinged after `ping` and gone after `timeout`: write a longer timeout or a shorter ping"
            let message =
                "hub '\(name)': ping (\(UnitText.duration(settings.ping))) must be shorter than timeout (\(UnitText.duration(settings.timeout)))"
            let node = section?.values.first { $0.setting.path == "ping" || $0.setting.path == "timeout" }?.node
            if let node, let document {
                findings.append(document.diagnostic(message, at: node.span, help: help).description)
            } else {
                findings.append("error: \(message)\n help: \(help)")
            }
        }
        if settings.slow == .conflate, settings.conflateBy.isEmpty {
            let message = "hub '\(name)': 'slow: conflate' needs 'conflateBy'"
            let help = "name the fields that make up a message's key, as in `conflateBy: [symbol]`"
            if let node = section?.values.first(where: { $0.setting.path == "slow" })?.node, let document {
                findings.append(document.diagnostic(message, at: node.span, help: help).description)
            } else {
                findings.append("error: \(message)\n help: \(help)")
            }
        }
        let wanted = settings
        if let former, let held = former.asked.first(where: { $0.name == name })?.settings {
            let origins = former.sources
            for setting in HubSettings.table where setting.change == .restart && !setting.isEqual(held, wanted) {
                setting.copy(held, &settings)
                sources[setting.path] = origins["hubs.\(name).\(setting.path)"]
            }
        }
        let asked = Asked(name: name, declared: declared, wanted: wanted, settings: settings)
        notes.content.withLock { [sources, findings] content in
            content.asked.append(asked)
            for (path, source) in sources { content.sources["hubs.\(name).\(path)"] = source }
            content.findings += findings
        }
        return settings
    }

    /// The hubs that were asked for, with what they got.
    var asked: [Asked] { notes.content.withLock { $0.asked } }

    /// Where their values came from.
    var sources: [String: SettingSource] { notes.content.withLock { $0.sources } }

    /// What is wrong, once all hubs were asked for.
    func findings() -> [String] {
        let (asked, findings) = notes.content.withLock { ($0.asked.map(\.name), $0.findings) }
        guard let document else { return findings }
        return findings
            + sections.filter { !asked.contains($0.name) }.map { section in
                let nearest = NearestName.of(section.name, among: asked).map { "did you mean '\($0)'?" }
                let list = asked.isEmpty ? "this service has no hubs" : "its hubs are \(asked.joined(separator: ", "))"
                return document.diagnostic(
                    "there is no hub '\(section.name)'", at: section.span, help: nearest ?? list
                ).description
            }
    }
}

/// Names as environment variables have them.
enum EnvironmentName {
    /// `my-chat` → `MY_CHAT`.
    static func of(_ name: String) -> String {
        String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? Character($0.uppercased()) : "_" })
    }
}
