/// What the config file and the environment say of the ways to authenticate.
///
/// Generated code says which there are; names that none of them bears, and keys that its kind has no use for, are
/// findings.
struct AuthOverrides: Sendable {
    /// One value of the file.
    struct Value: Sendable {
        let setting: Setting<AuthSettings>
        let text: String
        let keySpan: ConfigSpan
        let line: Int
    }

    /// One section of the file.
    struct Section: Sendable {
        let name: String
        let span: ConfigSpan
        let values: [Value]
    }

    /// The settings of the schemes that there are.
    struct Resolved: Sendable {
        var settings: [String: AuthSettings] = [:]
        /// Where each value came from, by `auth.<name>.<key>`.
        var sources: [String: SettingSource] = [:]
        var findings: [String] = []
    }

    private let document: ConfigDocument?
    private let sections: [Section]
    private let variablePrefix: String
    private let environment: @Sendable (String) -> String?

    init(
        document: ConfigDocument? = nil, sections: [Section] = [], variablePrefix: String = "",
        environment: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.document = document
        self.sections = sections
        self.variablePrefix = variablePrefix
        self.environment = environment
    }

    /// The file that says it, if there is one.
    var path: String? { document?.path }

    /// The environment variable that sets a key of a scheme.
    func variable(_ scheme: String, _ key: String) -> String {
        let setting = AuthSettings.table.first { $0.path == key }
        return setting?.variable(prefix: prefix(scheme)) ?? "\(prefix(scheme))_\(EnvironmentName.of(key))"
    }

    private func prefix(_ scheme: String) -> String { "\(variablePrefix)_AUTH_\(EnvironmentName.of(scheme))" }

    /// What holds for each scheme, and what is wrong.
    func resolve(_ schemes: [AuthScheme]) -> Resolved {
        var result = Resolved()
        for scheme in schemes { result.settings[scheme.name] = resolve(scheme, into: &result) }
        guard let document else { return result }
        let names = schemes.map(\.name)
        for section in sections where !names.contains(section.name) {
            let nearest = NearestName.of(section.name, among: names).map { "did you mean '\($0)'?" }
            let list =
                names.isEmpty
                ? "this service has no ways to authenticate"
                : "its ways to authenticate are \(names.joined(separator: ", "))"
            result.findings.append(
                document.diagnostic(
                    "there is no way to authenticate '\(section.name)'", at: section.span, help: nearest ?? list
                ).description)
        }
        return result
    }

    private func resolve(_ scheme: AuthScheme, into result: inout Resolved) -> AuthSettings {
        var settings = AuthSettings()
        for value in sections.first(where: { $0.name == scheme.name })?.values ?? [] {
            let key = value.setting.path
            guard scheme.keys.contains(key) else {
                if let document {
                    result.findings.append(
                        document.diagnostic(
                            "'\(key)' means nothing to '\(scheme.name)'", at: value.keySpan,
                            help: "its keys are \(Self.list(scheme))"
                        ).description)
                }
                continue
            }
            // The loader has read each value before.
            try? value.setting.set(value.text, &settings)
            if let document {
                result.sources["auth.\(scheme.name).\(key)"] = .file(path: document.path, line: value.line)
            }
        }
        for setting in AuthSettings.table where scheme.keys.contains(setting.path) {
            let variable = variable(scheme.name, setting.path)
            guard let text = environment(variable), !text.isEmpty else { continue }
            do throws(SettingProblem) {
                try setting.set(text, &settings)
                result.sources["auth.\(scheme.name).\(setting.path)"] = .environment(variable)
            } catch {
                result.findings.append(error.finding(at: .environment(variable)))
            }
        }
        return settings
    }

    private static func list(_ scheme: AuthScheme) -> String {
        AuthSettings.table.map(\.path).filter(scheme.keys.contains).joined(separator: ", ")
    }
}
