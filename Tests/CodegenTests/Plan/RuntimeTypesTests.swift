import Foundation
import Testing

@testable import GatewayCodegen

@Suite("the runtime's names")
struct RuntimeTypesTests {
    @Test("every public type of the runtime is in the list")
    func complete() throws {
        let sources = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../Sources/Runtime")
        let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        let declaration = /^public (?:indirect |final )*(?:struct|enum|protocol|class|actor|typealias) (\w+)/
            .anchorsMatchLineEndings()
        var missing: Set<String> = []
        var found = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            for match in try String(contentsOf: file, encoding: .utf8).matches(of: declaration) {
                found += 1
                let name = String(match.1)
                if !RuntimeTypes.names.contains(name) { missing.insert(name) }
            }
        }
        #expect(found > 50)
        #expect(missing.isEmpty, "add them to RuntimeTypes.names")
    }
}
