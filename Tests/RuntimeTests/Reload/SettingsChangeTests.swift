import Testing

@testable import GatewayRuntime

@Suite("What a config that was read again changes")
struct SettingsChangeTests {
    /// Settings of a service with one hub, as its file has them.
    private static func settings(_ text: String, after former: ServiceSettings? = nil) throws -> ServiceSettings {
        var loader = SettingsLoader(service: "test") { _ in nil }
        loader.read(file: Array(text.utf8), path: "etc/test.yaml")
        if let former {
            for hub in former.hubs.asked {
                _ = loader.settings.hubs.apply(to: hub.declared, of: hub.name, former: former.hubs)
            }
        } else {
            _ = loader.settings.hub("chat", HubSettings(message: 4096))
        }
        return try loader.finish(loader.settings.hubs.findings())
    }

    private static func change(_ old: String, _ new: String, schemes: [AuthScheme] = []) throws -> SettingsChange {
        let before = try settings(old)
        return SettingsChange(from: before, to: try settings(new, after: before), schemes: schemes)
    }

    @Test("a config that says the same in other words changes nothing")
    func same() throws {
        let change = try Self.change(
            "limits: { body: 2MiB }\nport: 1\nhubs: { chat: { queue: 9 } }\napp: { a: 1, b: { c: x, d: [1, 2] } }",
            """
            # another order, another style
            app:
              b: { d: [1, 2], c: "x" }
              a: 1
            hubs:
              chat:
                queue: 9
            port: 1
            limits: { body: 2097152 }
            """)
        #expect(change.isEmpty)
        #expect(change.hubs.isEmpty)
    }

    @Test("what can change does, and what needs a restart is as it was, with its place")
    func both() throws {
        let change = try Self.change(
            "port: 1\nlimits: { body: 1MiB }", "port: 2\n\nlimits: { body: 2MiB, header: 1KiB }\ntimeouts: { idle: 5s }"
        )
        #expect(change.live == ["limits.header", "limits.body", "timeouts.idle"])
        #expect(change.restart == ["port"])
        #expect(change.settings.port == 1)
        #expect(change.settings.sources["port"] == .file(path: "etc/test.yaml", line: 1))
        #expect(change.settings.limits.body == 2 << 20)
        #expect(change.settings.sources["limits.body"] == .file(path: "etc/test.yaml", line: 3))
    }

    @Test("a hub's settings change by its name; what needs a restart stays")
    func hubs() throws {
        let change = try Self.change(
            "hubs: { chat: { queue: 9, connectionsPerIP: 3 } }", "hubs: { chat: { queue: 8, message: 1KiB } }")
        #expect(Set(change.live) == ["hubs.chat.queue", "hubs.chat.message"])
        #expect(change.restart == ["hubs.chat.connectionsPerIP"])
        let hub = try #require(change.hubs["chat"])
        #expect(hub.queue == 8)
        #expect(hub.message == 1024)
        #expect(hub.connectionsPerIP == 3)
        // What left the file is what the spec says again.
        let back = try Self.change("hubs: { chat: { message: 1KiB } }", "")
        #expect(back.hubs["chat"]?.message == 4096)
    }

    @Test("a change that waits for a restart waits on when the config is read once more")
    func waitsOn() throws {
        let first = try Self.settings("port: 1\nhubs: { chat: { connectionsPerIP: 3 } }")
        let text = "port: 2\nhubs: { chat: { connectionsPerIP: 4 } }"
        let once = SettingsChange(from: first, to: try Self.settings(text, after: first), schemes: [])
        let twice = SettingsChange(from: once.settings, to: try Self.settings(text, after: once.settings), schemes: [])
        for change in [once, twice] {
            #expect(change.live == [])
            #expect(change.restart == ["port", "hubs.chat.connectionsPerIP"])
        }
    }

    @Test("secrets are told by their key alone, and the service's own section needs a restart")
    func secretsAndApp() throws {
        let scheme = AuthScheme.apiKey("machine")
        let change = try Self.change(
            "auth: { machine: { keys: [\"a:sha256:00\"] } }\napp: { x: 1 }",
            "auth: { machine: { keys: [\"b:sha256:11\"] } }\napp: { x: 2 }", schemes: [scheme])
        #expect(change.live == ["auth.machine.keys"])
        #expect(change.changesAuth)
        #expect(change.restart == ["app"])
        #expect(change.settings.app["x"] == "1")
    }

    @Test("the reference says of every key whether a reload takes it")
    func reference() {
        let rows = ConfigReference.table.split(separator: "\n").dropFirst(2)
        for row in rows {
            let mark = row.split(separator: "|")[3].filter { $0 != " " }
            #expect(mark == "yes" || mark == "restart", "\(row)")
        }
        #expect(rows.contains { $0.hasPrefix("| `port` ") && $0.contains("| restart |") })
        #expect(rows.contains { $0.hasPrefix("| `limits.body` ") && $0.contains("| yes |") })
    }
}
