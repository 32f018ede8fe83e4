import Foundation
import Testing

@testable import GatewayRuntime

@Suite("Config reference")
struct ConfigReferenceTests {
    @Test("docs/config-reference.md has the table that the settings themselves give")
    func matchesTheCode() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized
        let file = root.appending(path: "docs/config-reference.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let start = try #require(text.range(of: "<!-- settings -->\n")?.upperBound)
        let end = try #require(text.range(of: "<!-- end of settings -->")?.lowerBound)
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try text.replacingCharacters(in: start..<end, with: ConfigReference.table)
                .write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(String(text[start..<end]) == ConfigReference.table)
    }

    @Test("every default is one that its own setting takes")
    func defaultsAreValid() throws {
        for setting in ServiceSettings.table {
            var settings = ServiceSettings()
            try setting.set(setting.show(settings), &settings)
            #expect(setting.show(settings) == setting.show(ServiceSettings()), "\(setting.path)")
        }
        for setting in HubSettings.table {
            var settings = HubSettings()
            try setting.set(setting.show(settings), &settings)
            #expect(settings == HubSettings(), "\(setting.path)")
        }
    }
}
