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

    @Test(
        "as it is written, nothing is set",
        arguments: ["chat/expected/etc/chat.yaml", "everything/expected/etc/all-things.yaml"])
    func untouched(path: String) throws {
        let text = try String(contentsOf: Self.golden.appending(path: path), encoding: .utf8)
        #expect(try Self.load(text, service: "x").sources.isEmpty)
    }

    @Test("with every # taken away it is still a config of the service")
    func everything() throws {
        let settings = try Self.load(
            try Self.uncommented("everything/expected/etc/all-things.yaml"), service: "all-things")
        let hub = settings.hub("lobby", HubSettings())
        #expect(hub.rate == MessageRate(messages: 100, period: .seconds(60)))
        #expect(hub.write == .milliseconds(500))
        #expect(hub.origins == .listed(["https://example.com", "https://app.example.com"]))
        #expect(settings.hub("notes", HubSettings()).message == 512)
    }

    private static func load(_ text: String, service: String) throws -> ServiceSettings {
        var loader = SettingsLoader(service: service, environment: { _ in nil })
        loader.read(file: Array(text.utf8), path: "etc/\(service).yaml")
        return try loader.finish()
    }

    /// Takes the `# ` away from lines that are settings.
    private static func uncommented(_ path: String) throws -> String {
        let text = try String(contentsOf: golden.appending(path: path), encoding: .utf8)
        return text.replacing(/^# ( *[A-Za-z-]+:( |$))/.anchorsMatchLineEndings()) { String($0.1) }
    }
}
