import Foundation
import GatewaySpec
import Testing

@testable import GatewayCodegen

/// `Fuzz/RequestFuzz` decodes what gen writes for its spec.
@Suite("the types that are fuzzed")
struct FuzzedTypesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../Fuzz/RequestFuzz")

    @Test("they are what gen writes; RECORD=1 writes them anew")
    func current() throws {
        let loaded = SpecLoader().load(path: Self.folder.appending(path: "things.yaml").path)
        let spec = try #require(loaded.spec)
        let options = Generator.Options(runtime: .released, specName: "things.yaml", specLink: "things.yaml")
        let files = Dictionary(
            uniqueKeysWithValues: Generator(options).generate(spec).files.map { ($0.path.name, $0.text) })
        let api = try #require(files["API.swift"])
        let routes = try #require(files["Routes.swift"])
        var parts = [try #require(files["Types.swift"])]
        for handler in ["PutThing", "PostThing"] {
            // Without the handler itself, which needs the server.
            parts.append(Self.block(from: "enum \(handler) {", to: "    }", in: api) + "}\n")
            parts.append(Self.block(from: "extension \(handler).Input {", to: "}", in: routes))
        }
        let text = parts.joined(separator: "\n")
        let file = Self.folder.appending(path: "Things.swift")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" { try Data(text.utf8).write(to: file) }
        #expect(try text == String(contentsOf: file, encoding: .utf8), "Fuzz/RequestFuzz/Things.swift is out of date")
    }

    private static func block(from first: String, to last: String, in text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let start = lines.firstIndex(where: { $0 == first }),
            let end = lines[start...].firstIndex(where: { $0 == last })
        else { return "" }
        return lines[start...end].joined(separator: "\n") + "\n"
    }
}
