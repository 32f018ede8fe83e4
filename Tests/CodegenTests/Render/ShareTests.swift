import Foundation
import GatewayCodegen
import GatewayDiagnostics
import GatewaySpec
import Testing

/// The file of types is written in shares, on several threads.
@Suite("A spec of many types")
struct ShareTests {
    @Test("each type is declared once, in order, and the same bytes come each time", arguments: [63, 64, 65, 130])
    func order(_ count: Int) throws {
        let names = (0..<count).map { "Thing\($0)" }
        var text = "spec: 1\nservice: many\naliases:\n  Code: { type: string, pattern: '^a+$' }\ntypes:\n"
        for name in names { text += "  \(name): { id: Code, of: [\(name)] }\n" }
        text += "routes:\n"
        for name in names { text += "  GET /\(name): { handler: get\(name), returns: \(name) }\n" }
        let loaded = SpecLoader().load(SourceFile(path: "many.yaml", text: text))
        let spec = try #require(loaded.spec, "\(loaded.diagnostics.sorted)")
        let options = Generator.Options(runtime: .path(".."), specName: "many.yaml", specLink: "many.yaml")
        let files = Generator(options).generate(spec).files
        let types = try #require(files.first { $0.path.description.hasSuffix("Generated/Types.swift") }).text
        let declared = types.split(separator: "\n").compactMap { line in
            line.hasPrefix("struct ") ? String(line.dropFirst(7).prefix { $0 != ":" }) : nil
        }
        #expect(declared == names)
        let rules = try #require(types.range(of: "extension StringRules"))
        let last = try #require(types.range(of: "struct \(names[count - 1]):"))
        #expect(last.lowerBound < rules.lowerBound)
        #expect(!types.contains("\n\n\n"))
        #expect(Generator(options).generate(spec).files == files)
    }
}
