import Foundation
import Synchronization
import Testing

@testable import GatewayRuntime

/// Each file in `Cases` is a config file, a line of dashes, and what comes of it: findings word for word, or the
/// settings that are no defaults. `env NAME=value` and `flag --name=value` lines may stand before another line of dashes.
@Suite("Settings, case by case")
struct SettingsCaseTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        var variables: [String: String] = [:]
        var arguments: [String] = []
        let config: String
        let expected: String

        var testDescription: String { name }

        init(name: String, text: String) {
            self.name = name
            var parts = text.components(separatedBy: "\n----------\n")
            if parts.count == 3 {
                for line in parts.removeFirst().split(separator: "\n") {
                    let rest = line.dropFirst(line.prefix { $0 != " " }.count + 1)
                    if line.hasPrefix("env ") {
                        variables[String(rest.prefix { $0 != "=" })] = String(rest.drop { $0 != "=" }.dropFirst())
                    } else if line.hasPrefix("flag ") {
                        arguments.append(String(rest))
                    }
                }
            }
            config = parts[0] + "\n"
            expected = parts.count > 1 ? parts[1] : "no expectation"
        }
    }

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

    static let cases: [Case] = {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { $0.hasSuffix(".case") }.compactMap { name in
            guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else { return nil }
            return Case(name: String(name.dropLast(5)), text: text)
        }
    }()

    @Test("gives what its file says", arguments: cases)
    func matches(_ test: Case) throws {
        let actual = try outcome(of: test) + "\n"
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            let head = test.variables.sorted { $0.key < $1.key }.map { "env \($0.key)=\($0.value)\n" }
            let flags = test.arguments.map { "flag \($0)\n" }
            let inputs = head.isEmpty && flags.isEmpty ? "" : head.joined() + flags.joined() + "----------\n"
            try (inputs + test.config + "----------\n" + actual).write(
                to: Self.folder.appending(path: "\(test.name).case"), atomically: true, encoding: .utf8)
        }
        #expect(actual == test.expected)
    }

    private func outcome(of test: Case) throws -> String {
        let variables = test.variables
        var loader = SettingsLoader(service: "chat") { variables[$0] }
        loader.read(file: Array(test.config.utf8), path: "etc/chat.yaml")
        loader.readEnvironment()
        loader.read(flags: try CommandLineFlags(test.arguments).settings)
        do {
            let hub = loader.settings.hub("chat", HubSettings(message: 4096))
            let settings = try loader.finish(loader.settings.hubs.findings())
            return shown(settings, hub)
        } catch {
            return error.description
        }
    }

    /// What is no default, one a line.
    private func shown(_ settings: ServiceSettings, _ hub: HubSettings) -> String {
        var lines: [String] = []
        for setting in ServiceSettings.table {
            guard let source = settings.sources[setting.path] else { continue }
            lines.append("\(setting.path) = \(setting.show(settings))  (\(source))")
        }
        for setting in HubSettings.table {
            guard let source = settings.hubs.sources["hubs.chat.\(setting.path)"] else { continue }
            lines.append("hubs.chat.\(setting.path) = \(setting.show(hub))  (\(source))")
        }
        return lines.isEmpty ? "nothing but defaults" : lines.joined(separator: "\n")
    }
}
