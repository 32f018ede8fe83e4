package import Logging

/// What a scheme is made ready with.
package struct SchemeSetup: Sendable {
    /// The scheme's name.
    package let name: String
    package let settings: AuthSettings
    package let logger: Logger
    package let clock: WallClock
    /// The folder that relative paths start from.
    let root: String
    let overrides: AuthOverrides
    /// What stood there before the settings changed.
    let former: (any Authenticator)?

    /// Something that must be set and isn't.
    ///
    /// - Parameters:
    ///   - others: what may be set instead.
    ///   - example: how to come by a value.
    package func missing(_ key: String, or others: [String] = [], example: String) -> SchemeProblem {
        let file = overrides.path ?? "the config file"
        let variable = overrides.variable(name, key)
        let instead = others.isEmpty ? "" : " (or \(others.map { "'\($0)'" }.joined(separator: ", ")))"
        return SchemeProblem(
            description:
                "error: auth.\(name).\(key) is not set: nobody could pass '\(name)'\n"
                + " help: write '\(key)'\(instead) in \(file) under auth.\(name), or set $\(variable); \(example)")
    }

    /// Something that is set and doesn't do. The message must not show a secret.
    package func problem(_ key: String, _ message: String) -> SchemeProblem {
        SchemeProblem(
            description: "error: auth.\(name).\(key): \(LogText.singleLine(message))\n"
                + " help: mend it in \(overrides.path ?? "the config file") under auth.\(name), or in $\(overrides.variable(name, key))"
        )
    }

    /// The settings' file, read again when it changes; nil if there is none.
    package func watch<Value: Sendable>(
        _ parse: @escaping @Sendable ([UInt8]) throws(FileProblem) -> Value
    ) throws(SchemeProblem) -> WatchedFile<Value>? {
        guard let file = settings.file else { return nil }
        let path = file.hasPrefix("/") ? file : "\(root)/\(file)"
        do throws(FileProblem) {
            return try WatchedFile(path: path, logger: logger, clock: clock, parse: parse)
        } catch {
            throw problem("file", "\(path): \(error.message)")
        }
    }
}

/// Why a scheme can't be made ready, with its place and its remedy.
package struct SchemeProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}
