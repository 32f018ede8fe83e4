import Foundation
import GatewayDiagnostics
import GatewaySpec
import Testing

@Suite struct SampleTests {
    /// Every spec below specs that is one by itself; services generated beside them bring no specs.
    static let samples: [String] = {
        let below = FileManager.default.enumerator(atPath: MutationTests.specs.path)
        return (below?.compactMap { $0 as? String } ?? []).filter { name in
            let isNear = !name.contains("/") || name.hasPrefix("samples/")
            guard isNear, name.hasSuffix(".yaml") else { return false }
            let text = try? String(contentsOf: MutationTests.specs.appending(path: name), encoding: .utf8)
            return text?.contains("\nservice: ") == true
        }.sorted()
    }()

    @Test("every sample is sound, without a warning", arguments: samples)
    func sound(name: String) {
        #expect(Self.samples.count > 10)
        let result = SpecLoader().load(path: MutationTests.specs.appending(path: name).path)
        #expect(TextRenderer(colour: false).render(result.diagnostics) == "")
        #expect(result.spec != nil)
    }

    @Test("the chat's model says what its spec says")
    func chat() throws {
        let result = SpecLoader().load(path: MutationTests.specs.appending(path: "chat.yaml").path)
        let spec = try #require(result.spec)
        #expect(spec.name.value == "chat")
        #expect(
            spec.types.map(\.name.value) == [
                "Say", "Post", "Message", "Joined", "Left", "Roster", "Event", "Name", "RoomName",
            ])
        #expect(
            spec.routes.map(\.requestLine) == [
                "GET /", "GET /rooms", "POST /rooms/{room}/messages", "WS /ws", "WS /ws/{room}",
            ])

        let post = spec.routes[2]
        #expect(post.successStatus == 201)
        #expect(post.parameters.map(\.field.name.value) == ["room"])
        let room = try #require(spec.resolve(post.parameters[0].field.type))
        #expect(room.constraints.trim == true)
        #expect(room.constraints.length?.value == CountRange(lower: 1, upper: 64))

        let hub = try #require(spec.hub(named: "chat"))
        #expect(hub.limits.message == 4096)
        #expect(hub.limits.connections == 100_000)
        #expect(hub.limits.rate == Rate(count: 20, per: .seconds(1)))
        #expect(hub.user?.lonePlaceholder?.kind == .parameter(.query, "name"))
        #expect(hub.joined?.tag?.value == "joined")
        #expect(hub.welcome?.value.placeholders.map(\.kind) == [.roomUsers])
        guard case .rule(let rule) = hub.relay else { return #expect(Bool(false), "one relay rule") }
        #expect(rule.to == .room)
        #expect(rule.send?.value.placeholders.map(\.kind) == [.sequence, .room, .user, .received(["text"]), .now])
    }

    @Test("what a type is for stands under $doc; a field that is called doc is a field")
    func fieldCalledDoc() throws {
        let text = """
            spec: 1
            service: notes
            types:
              Note: { doc: string, text: string }
              Page: { $doc: One page., doc: string }
            aliases:
              Title: { type: string, length: 1..80, doc: A line. }
            routes:
              POST /notes: { handler: add, body: Note, returns: Page, query: { title: Title } }
            """
        let result = SpecLoader().load(SourceFile(path: "notes.yaml", bytes: Array(text.utf8)))
        #expect(TextRenderer(colour: false).render(result.diagnostics) == "")
        let spec = try #require(result.spec)
        #expect(spec.types.map(\.doc) == [nil, "One page.", "A line."])
    }

    @Test("a group's prefix, policies, auth and middleware reach its routes")
    func groups() throws {
        let text = """
            spec: 1
            service: demo
            middleware: [audit, trace]
            use: audit
            timeout: 5s
            auth: { member: { jwt: {} } }
            groups:
              - name: outer
                prefix: /api/{version}
                auth: member
                use: trace
                maxBody: 1KiB
                groups:
                  - name: inner
                    prefix: /users
                    timeout: none
                    routes:
                      GET /: { handler: list, without: audit }
                      GET /{id}: { handler: get, path: { id: int, version: string }, auth: none }
            """
        let result = SpecLoader().load(SourceFile(path: "spec.yaml", text: text))
        let routes = try #require(result.spec).routes
        #expect(routes.map(\.path.text) == ["/api/{version}/users", "/api/{version}/users/{id}"])
        #expect(routes[0].groups == ["outer", "inner"])
        #expect(routes[0].policies.timeout?.value == Limit.none)
        #expect(routes[0].policies.maxBody?.value == .value(1024))
        #expect(routes[0].middleware.map(\.value) == ["trace"])
        #expect(routes[0].auth.schemes.map(\.value) == ["member"])
        #expect(routes[1].middleware.map(\.value) == ["audit", "trace"])
        #expect(routes[1].auth.schemes.isEmpty)
        #expect(routes[1].parameters.map(\.field.name.value) == ["version", "id"])
    }

    @Test("a spec has 200 files at most")
    func endlessImports() {
        let loader = SpecLoader { path in
            let number = Int(path.filter(\.isNumber)) ?? 0
            return .success(Array("import: [f\(number + 1).yaml]\n".utf8))
        }
        let result = loader.load(SourceFile(path: "f0.yaml", text: "spec: 1\nservice: demo\nimport: [f1.yaml]\n"))
        #expect(result.diagnostics.sorted.map(\.code) == [SpecRule.tooManyFiles.code])
        #expect(result.diagnostics.sorted.first?.span?.file.path == "f199.yaml")
    }

    @Test("a file that is not there is one clear line")
    func missing() {
        let result = SpecLoader().load(path: "/nonexistent/spec.yaml")
        #expect(
            TextRenderer(colour: false).render(result.diagnostics)
                == "error[GEN0151]: cannot read '/nonexistent/spec.yaml': No such file or directory\n")
    }
}
