/// Where a value came from.
enum SettingSource: Hashable, Sendable {
    case file(path: String, line: Int)
    case environment(String)
    case flag(String)
}

extension SettingSource: CustomStringConvertible {
    var description: String {
        switch self {
        case .file(let path, let line): "\(path):\(line)"
        case .environment(let name): "$\(name)"
        case .flag(let name): name
        }
    }
}

/// What is wrong with the settings of a service, each finding ready to be printed.
package struct SettingsFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty.
    package let findings: [String]

    /// Every finding in full.
    package var description: String { findings.joined(separator: "\n") }
}

extension SettingProblem {
    /// The problem where no file can be pointed at: `error: $CHAT_PORT: 'x' is not a whole number`.
    func finding(at source: SettingSource) -> String {
        "error: \(source): \(LogText.singleLine(message))\n help: \(help)"
    }
}
