/// The `app:` section of the config file: settings that only the service's own code knows.
///
/// A key is a path with dots: `settings.app["database.url"]`. An environment variable comes first: for a service `chat`
/// that is `CHAT_APP_DATABASE_URL`.
public struct AppSettings: Sendable {
    private let root: ConfigNode?
    private let document: ConfigDocument?
    private let variablePrefix: String
    private let environment: @Sendable (String) -> String?

    init(
        root: ConfigNode? = nil, document: ConfigDocument? = nil, variablePrefix: String = "",
        environment: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        self.root = root
        self.document = document
        self.variablePrefix = variablePrefix
        self.environment = environment
    }

    /// Settings made of texts, for tests.
    public init(_ values: [String: String]) {
        self.init(environment: { _ in nil }, values: values)
    }

    private init(environment: @escaping @Sendable (String) -> String?, values: [String: String]) {
        self.init(
            root: ConfigNode(
                .mapping(
                    values.sorted { $0.key < $1.key }.map { key, value in
                        let nowhere = ConfigSpan(line: 1, columns: 1..<1)
                        return ConfigNode.Entry(
                            key: key, keySpan: nowhere,
                            value: ConfigNode(.scalar(text: value, quoted: true), span: nowhere))
                    }), span: ConfigSpan(line: 1, columns: 1..<1)), environment: environment)
    }

    /// The text of a value; nil if the key isn't there, or has no value or a list.
    public subscript(_ key: String) -> String? {
        if let text = fromEnvironment(key) { return text }
        guard let node = node(key), !node.isNull else { return nil }
        return node.text
    }

    /// The texts of a list; nil if the key isn't there. One text is a list of one; a variable's items stand between commas.
    public func list(_ key: String) -> [String]? {
        if let text = fromEnvironment(key) { return Words.items(text) }
        guard let node = node(key), !node.isNull else { return nil }
        return node.sequence?.compactMap(\.text) ?? node.text.map { [$0] }
    }

    /// A whole number; nil if the key isn't there.
    ///
    /// - Throws: `SettingError` if it is something else.
    public func integer(_ key: String, in range: ClosedRange<Int> = .min ... .max) throws(SettingError) -> Int? {
        try value(key, .count(max(range.lowerBound, 0)...max(range.upperBound, 0)))
    }

    /// True or false; nil if the key isn't there.
    ///
    /// - Throws: `SettingError` if it is something else.
    public func flag(_ key: String) throws(SettingError) -> Bool? {
        try value(key, .flag)
    }

    /// A span of time with its unit, such as `30s`; nil if the key isn't there.
    ///
    /// - Throws: `SettingError` if it is something else.
    public func duration(_ key: String) throws(SettingError) -> Duration? {
        try value(key, .duration(.zero...(.seconds(86_400 * 3650))))
    }

    /// A text that must be there.
    ///
    /// - Throws: `SettingError` if it isn't.
    public func required(_ key: String) throws(SettingError) -> String {
        if let text = self[key], !text.isEmpty { return text }
        let file = document?.path ?? "the config file"
        throw SettingError(
            description: "error: app.\(key) is not set\n help: set it in \(file) under app:, or as $\(variable(key))")
    }

    private func value<Value>(_ key: String, _ type: SettingType<Value>) throws(SettingError) -> Value? {
        let variable = variable(key)
        if let text = fromEnvironment(key) {
            do throws(SettingProblem) {
                return try type.parse(text)
            } catch {
                throw SettingError(description: error.finding(at: .environment(variable)))
            }
        }
        guard let node = node(key), !node.isNull else { return nil }
        do throws(SettingProblem) {
            guard let text = node.text else {
                throw SettingProblem(
                    message: "expected a \(type.name), found \(node.kindName)", help: "write a \(type.name)")
            }
            return try type.parse(text)
        } catch {
            guard let document else {
                throw SettingError(description: "error: app.\(key): \(error.message)\n help: \(error.help)")
            }
            throw SettingError(
                description: document.diagnostic(error.message, at: node.span, help: error.help).description)
        }
    }

    private func variable(_ key: String) -> String {
        var name = "\(variablePrefix)_APP_"
        for character in key {
            if character == "." || character == "-" {
                name.append("_")
            } else {
                if character.isUppercase { name.append("_") }
                name.append(contentsOf: character.uppercased())
            }
        }
        return name
    }

    private func fromEnvironment(_ key: String) -> String? {
        environment(variable(key)).flatMap { $0.isEmpty ? nil : $0 }
    }

    private func node(_ key: String) -> ConfigNode? {
        if let whole = root?[key] { return whole }
        var node = root
        for part in key.split(separator: ".", omittingEmptySubsequences: false) { node = node?[String(part)] }
        return node
    }

    /// Whether the file says the same as another; environment variables stay what they are while a process lives.
    func says(_ other: AppSettings) -> Bool {
        switch (root, other.root) {
        case (let root?, let other?): root.says(other)
        case (let one, let other): (one ?? other)?.isNull ?? true
        }
    }

    /// What stands in the file, for `--print-config`.
    var content: ConfigNode? { root }
}

/// A setting of the service's own that is missing or wrong.
public struct SettingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, where, and how to mend it.
    public let description: String
}
