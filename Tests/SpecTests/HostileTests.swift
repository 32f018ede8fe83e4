import GatewayDiagnostics
import GatewaySpec
import Testing

/// Specs that nobody writes by hand. They are checked in bounded time, on a small stack, without a crash.
@Suite struct HostileTests {
    private func load(_ body: String) -> SpecLoader.Result {
        SpecLoader().load(SourceFile(path: "spec.yaml", text: "spec: 1\nservice: demo\n" + body))
    }

    @Test("10,000 objects, each in the next, are checked, and their circle is found")
    func longCircle() {
        let types = (0..<10_000).map { "  T\($0): { next: T\(($0 + 1) % 10_000) }\n" }.joined()
        let result = load("types:\n\(types)routes:\n  POST /: { handler: go, body: T0 }\n")
        #expect(result.diagnostics.sorted.map(\.code) == [SpecRule.recursiveType.code])
        #expect((result.diagnostics.sorted.first?.label?.count ?? 0) < 200)
    }

    @Test("300 includes, one inside of the other, bring their fields")
    func longIncludes() throws {
        let types = (0..<300).map { "  T\($0): { $include: T\($0 + 1), f\($0): int }\n" }.joined()
        let result = load("types:\n\(types)  T300: {}\nroutes:\n  POST /: { handler: go, body: T0 }\n")
        let spec = try #require(result.spec)
        let object = try #require(spec.object(named: "T0"))
        #expect(spec.fields(of: object).map(\.name.value) == (0..<300).reversed().map { "f\($0)" })
    }

    @Test("aliases of aliases end at a hundred")
    func longAliases() {
        let aliases = (0..<200).map { "  A\($0): A\($0 + 1)\n" }.joined()
        let result = load("aliases:\n\(aliases)  A200: string\nroutes:\n  GET /: { handler: go, query: { a: A150 } }\n")
        #expect(Set(result.diagnostics.sorted.map(\.code)) == [SpecRule.recursiveAlias.code])
        #expect(result.diagnostics.sorted.count < 200)
    }

    @Test("deep types and messages are checked")
    func deep() {
        let open = String(repeating: "[", count: 50)
        let close = String(repeating: "]", count: 50)
        let result = load(
            """
            types:
              Say: { text: \(open)int\(close), any: json }
            routes:
              WS /: { hub: chat }
            hubs:
              chat: { receives: Say, sends: Say, relay: { to: room, send: { text: \(open)1\(close), any: \(open)x\(close) } } }

            """)
        #expect(TextRenderer(colour: false).render(result.diagnostics) == "")
    }

    @Test("a name of a megabyte is just a name")
    func longName() {
        let name = String(repeating: "a", count: 1_000_000)
        let result = load("routes:\n  GET /: { handler: \(name), query: { q: \(name) } }\n")
        #expect(result.diagnostics.sorted.map(\.code) == [SpecRule.unknownType.code])
    }
}
