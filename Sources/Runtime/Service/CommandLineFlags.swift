/// What the command line of a service says.
package struct CommandLineFlags: Hashable, Sendable {
    /// What the service should do.
    package enum Action: Hashable, Sendable {
        case serve, help, version, printRoutes, printConfig
    }

    package private(set) var action = Action.serve
    /// The config file, if one was named.
    package private(set) var config: String?
    private(set) var settings: [SettingsLoader.Flag] = []

    /// A flag, for parsing and for `--help`.
    struct Flag: Sendable {
        enum Meaning: Sendable {
            case setting(String)
            case config
            case set
            case action(Action)
        }

        let name: String
        /// What its value is called; nil for none.
        let value: String?
        let meaning: Meaning
        let doc: String
    }

    static let all: [Flag] = [
        Flag(
            name: "--host", value: "ADDRESS", meaning: .setting("host"), doc: "address to listen on (0.0.0.0 for all)"),
        Flag(name: "--port", value: "PORT", meaning: .setting("port"), doc: "port to listen on (0: any that is free)"),
        Flag(name: "--config", value: "FILE", meaning: .config, doc: "config file"),
        Flag(
            name: "--log-level", value: "LEVEL", meaning: .setting("log.level"),
            doc: "trace, debug, info, notice, warning, error or critical"),
        Flag(name: "--log-format", value: "FORMAT", meaning: .setting("log.format"), doc: "text or json"),
        Flag(
            name: "--set", value: "KEY=VALUE", meaning: .set,
            doc: "any setting of the config file, such as limits.body=2MiB"),
        Flag(
            name: "--print-config", value: nil, meaning: .action(.printConfig),
            doc: "show the settings in force, and stop"),
        Flag(name: "--print-routes", value: nil, meaning: .action(.printRoutes), doc: "show the routes, and stop"),
        Flag(name: "--version", value: nil, meaning: .action(.version), doc: "show the version, and stop"),
        Flag(name: "--help", value: nil, meaning: .action(.help), doc: "show this, and stop"),
    ]

    /// Reads the arguments behind the program's name.
    ///
    /// - Throws: `UsageError` at the first argument that is none.
    package init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let name = String(argument.prefix { $0 != "=" })
            let given = argument.contains("=") ? String(argument.dropFirst(name.count + 1)) : nil
            guard let flag = Self.all.first(where: { $0.name == name || (name == "-h" && $0.name == "--help") }) else {
                throw Self.unknown(argument, name)
            }
            guard flag.value != nil else {
                guard given == nil else { throw UsageError("\(name) takes no value") }
                apply(flag, "")
                continue
            }
            guard let value = given ?? rest.popFirst() else {
                throw UsageError("\(name) needs a value: \(name) \(flag.value ?? "")")
            }
            try apply(flag, value, name)
        }
    }

    private static func unknown(_ argument: String, _ name: String) -> UsageError {
        guard argument.hasPrefix("-") else { return UsageError("'\(argument)' is not expected here") }
        let nearest = NearestName.of(name, among: all.map(\.name))
        return UsageError("there is no flag \(name)" + (nearest.map { "; did you mean \($0)?" } ?? ""))
    }

    private mutating func apply(_ flag: Flag, _ value: String) {
        if case .action(let action) = flag.meaning, self.action != .help { self.action = action }
    }

    private mutating func apply(_ flag: Flag, _ value: String, _ name: String) throws(UsageError) {
        switch flag.meaning {
        case .action: break
        case .config: config = value
        case .setting(let path): settings.append(SettingsLoader.Flag(name: name, path: path, value: value))
        case .set:
            let key = String(value.prefix { $0 != "=" })
            guard key.count < value.count else {
                throw UsageError("--set needs a key and a value: --set limits.body=2MiB")
            }
            let names = ServiceSettings.table.map(\.path)
            guard names.contains(key) else {
                let nearest = NearestName.of(key, among: names)
                throw UsageError("there is no setting '\(key)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
            }
            settings.append(
                SettingsLoader.Flag(name: "--set \(key)", path: key, value: String(value.dropFirst(key.count + 1))))
        }
    }

    /// The text of `--help`.
    static func help(_ service: ServiceDescriptor) -> String {
        var text = "\(service.title) \(service.version)\n\nUsage: \(service.name) [flags]\n\n"
        let names = all.map { flag in "\(flag.name)\(flag.value.map { " \($0)" } ?? "")" }
        let width = (names.map(\.count).max() ?? 0) + 2
        for (name, flag) in zip(names, all) {
            text += "  \(name)\(String(repeating: " ", count: width - name.count))\(flag.doc)\n"
        }
        let prefix = EnvironmentName.of(service.name)
        return text + """

            Settings come from flags, then the environment (HOST, PORT, LOG_LEVEL; \(prefix)_LIMITS_BODY and so on for
            any key), then the config file (default etc/\(service.name).yaml), then the service itself.

            """
    }
}

/// A command line that can't be understood.
package struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
