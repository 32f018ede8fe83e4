import Foundation
import Testing

@testable import GatewayCodegen
@testable import GatewayRuntime

/// The generated config file lists the runtime's settings, which the generator can't ask for: these tests hold them together.
@Suite("the generated config")
struct ConfigTests {
    private static let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Golden")

    @Test("what is commented out is the default, and every setting is there")
    func defaults() throws {
        let text = try Self.uncommented("chat/expected/etc/chat.yaml")
        let settings = try Self.load(text, service: "chat")
        for setting in ServiceSettings.table {
            #expect(text.contains("\(setting.path.split(separator: ".").last ?? ""):"), "\(setting.path)")
            guard setting.path != "threads" else { continue }
            #expect(setting.show(settings) == setting.show(ServiceSettings()), "\(setting.path)")
        }
        let spec = HubSettings(message: 4096, queue: 256, rate: .perSecond(20), connections: 100_000)
        let hub = settings.hub("chat", spec)
        for setting in HubSettings.table {
            #expect(text.contains("    \(setting.path):"), "hubs.chat.\(setting.path)")
            #expect(setting.show(hub) == setting.show(spec), "hubs.chat.\(setting.path)")
        }
        #expect(settings.app["greeting"] == "hello")
    }

    @Test("as it is written, nothing is set")
    func untouched() throws {
        let text = try String(contentsOf: Self.golden.appending(path: "chat/expected/etc/chat.yaml"), encoding: .utf8)
        #expect(try Self.load(text, service: "x").sources.isEmpty)
    }

    @Test("what each way to authenticate needs is read from a variable, the one that the runtime reads anyway")
    func secrets() throws {
        let path = "everything/expected/etc/all-things.yaml"
        let text = try String(contentsOf: Self.golden.appending(path: path), encoding: .utf8)
        let settings = try Self.load(text, service: "all-things", environment: { "value of \($0)" })
        #expect(settings.sources.isEmpty)
        let schemes: [(AuthScheme, String, KeyPath<AuthSettings, String?>)] = [
            (.token("member"), "secret", \.secret), (.token("issued"), "file", \.file),
            (.token("fetched"), "url", \.url),
            (.apiKey("robot"), "keys", \.keys.first), (.apiKey("old-robot"), "keys", \.keys.first),
            (.basic("staff"), "keys", \.keys.first), (.signed("partner"), "keys", \.keys.first),
        ]
        let resolved = settings.auth.resolve(schemes.map(\.0))
        #expect(resolved.findings.isEmpty)
        for (scheme, key, value) in schemes {
            let variable = settings.auth.variable(scheme.name, key)
            #expect(resolved.settings[scheme.name]?[keyPath: value] == "value of \(variable)")
            #expect(text.contains("${\(variable)}"))
        }
        let rotation = settings.auth.variable("member", "previousSecret")
        #expect(text.contains("#     previousSecret: ${\(rotation)}"))
    }

    @Test("the config in docs/auth.md is one")
    func documented() throws {
        let page = Self.golden.appending(path: "../../../docs/auth.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        let blocks = text.components(separatedBy: "```yaml\n").dropFirst().filter { $0.hasPrefix("# etc/") }
        #expect(blocks.count == 1)
        for block in blocks {
            let config = block.components(separatedBy: "\n```")[0] + "\n"
            let settings = try Self.load(config, service: "shop", environment: { _ in "a secret" })
            #expect(settings.auth.resolve([.token("member"), .token("issued"), .apiKey("robot")]).findings.isEmpty)
        }
    }

    @Test("without a secret in the environment the config is refused, and the variable named")
    func noSecret() throws {
        let path = "everything/expected/etc/all-things.yaml"
        let text = try String(contentsOf: Self.golden.appending(path: path), encoding: .utf8)
        #expect {
            try Self.load(text, service: "all-things")
        } throws: { error in
            "\(error)".contains("ALL_THINGS_AUTH_MEMBER_SECRET is not set")
        }
    }

    @Test("with every # taken away it is still a config of the service")
    func everything() throws {
        let settings = try Self.load(
            try Self.uncommented("everything/expected/etc/all-things.yaml"), service: "all-things",
            environment: { _ in "x" })
        let hub = settings.hub("lobby", HubSettings())
        #expect(hub.rate == MessageRate(messages: 100, period: .seconds(60)))
        #expect(hub.write == .milliseconds(500))
        #expect(hub.origins == .listed(["https://example.com", "https://app.example.com"]))
        #expect(settings.hub("notes", HubSettings()).message == 512)
    }

    private static func load(
        _ text: String, service: String, environment: @escaping @Sendable (String) -> String? = { _ in nil }
    ) throws -> ServiceSettings {
        // What the file refers to is there; what would override it isn't.
        var loader = SettingsLoader(service: service) { text.contains("${\($0)}") ? environment($0) : nil }
        loader.read(file: Array(text.utf8), path: "etc/\(service).yaml")
        return try loader.finish()
    }

    /// Takes the `# ` away from lines that are settings.
    private static func uncommented(_ path: String) throws -> String {
        let text = try String(contentsOf: golden.appending(path: path), encoding: .utf8)
        return text.replacing(/^# ( *[A-Za-z0-9-]+:( |$))/.anchorsMatchLineEndings()) { String($0.1) }
    }
}

extension AuthScheme {
    /// A scheme whose tokens nobody checks, with every key that the config knows.
    fileprivate static func token(_ name: String) -> AuthScheme {
        let keys = Set(AuthSettings.table.map(\.path))
        return AuthScheme(name: name, keys: keys) { (setup) throws(SchemeProblem) in
            throw setup.problem("secret", "a test makes nothing of it")
        }
    }
}
