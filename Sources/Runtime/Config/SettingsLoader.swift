/// Puts a service's settings together: defaults, then the config file, then the environment, then the flags.
///
/// All that is wrong is found in one run.
struct SettingsLoader {
    /// A value that the command line gives.
    struct Flag: Hashable, Sendable {
        /// As the user wrote it, such as `--port`.
        let name: String
        /// The setting it sets.
        let path: String
        let value: String
    }

    /// The service's name, which environment variables begin with.
    let service: String
    let environment: @Sendable (String) -> String?
    private(set) var settings: ServiceSettings
    private(set) var findings: [String] = []

    /// - Parameter defaults: what holds if nobody says anything else.
    init(
        service: String, defaults: ServiceSettings = ServiceSettings(),
        environment: @escaping @Sendable (String) -> String?
    ) {
        self.service = service
        self.environment = environment
        settings = defaults
        settings.hubs = HubOverrides(variablePrefix: prefix, environment: environment)
        settings.auth = AuthOverrides(variablePrefix: prefix, environment: environment)
        settings.app = AppSettings(variablePrefix: prefix, environment: environment)
    }

    private var prefix: String { EnvironmentName.of(service) }

    /// The settings, if nothing is wrong with them.
    ///
    /// - Parameter more: what else is wrong.
    func finish(_ more: [String] = []) throws(SettingsFailure) -> ServiceSettings {
        let findings = findings + more
        guard findings.isEmpty else { throw SettingsFailure(findings: findings) }
        return settings
    }

    // MARK: The file

    /// Reads a file's text.
    mutating func read(file bytes: [UInt8], path: String) {
        switch ConfigDocument.parse(bytes, path: path, environment: environment) {
        case .failure(let failure): findings += failure.diagnostics.map(\.description)
        case .success(let document): read(document)
        }
    }

    mutating func note(_ finding: String) {
        findings.append(finding)
    }

    private mutating func read(_ document: ConfigDocument) {
        guard !document.root.isNull else { return }
        var reader = FileReader(document: document, settings: settings)
        reader.read(section: document.root, at: "")
        settings = reader.settings
        findings += ConfigFailure.sorted(reader.findings).map(\.description)
        settings.hubs = HubOverrides(
            document: document, sections: reader.hubs, variablePrefix: prefix, environment: environment)
        settings.auth = AuthOverrides(
            document: document, sections: reader.auth, variablePrefix: prefix, environment: environment)
        settings.app = AppSettings(
            root: document.root["app"], document: document, variablePrefix: prefix, environment: environment)
    }

    // MARK: Environment and flags

    /// Reads `HOST`, `PORT`, `LOG_LEVEL`, and `<SERVICE>_…` for every key; the last come first.
    mutating func readEnvironment() {
        for (variable, path) in [("HOST", "host"), ("PORT", "port"), ("LOG_LEVEL", "log.level")] {
            set(path, environment(variable), .environment(variable))
        }
        for setting in ServiceSettings.table {
            let variable = setting.variable(prefix: prefix)
            let text = environment(variable)
            // Kubernetes gives every container `<SERVICE>_PORT=tcp://10.0.0.1:80` for each service; it means something else.
            if setting.path == "port", let text, text.hasPrefix("tcp://") || text.hasPrefix("udp://") { continue }
            set(setting.path, text, .environment(variable))
        }
    }

    /// Reads what the command line gives.
    mutating func read(flags: [Flag]) {
        for flag in flags { set(flag.path, flag.value, .flag(flag.name)) }
    }

    private mutating func set(_ path: String, _ text: String?, _ source: SettingSource) {
        guard let text, !text.isEmpty || source.isFlag,
            let setting = ServiceSettings.table.first(where: { $0.path == path })
        else { return }
        do throws(SettingProblem) {
            try setting.set(text, &settings)
            settings.sources[path] = source
        } catch {
            findings.append(error.finding(at: source))
        }
    }
}

extension SettingSource {
    fileprivate var isFlag: Bool {
        if case .flag = self { true } else { false }
    }
}

extension ConfigFailure {
    fileprivate static func sorted(_ diagnostics: [ConfigDiagnostic]) -> [ConfigDiagnostic] {
        ConfigFailure(diagnostics).diagnostics
    }
}
