import Foundation
import GatewayDiagnostics
import GatewaySpec
import GatewayYAML
import Testing

@Suite struct MutationTests {
    static let specs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "specs")

    @Test(
        "300 random changes of the chat's spec crash nothing and are reported where they were made", arguments: 0..<300)
    func randomChange(seed: Int) throws {
        let bytes = try Data(contentsOf: Self.specs.appending(path: "chat.yaml"))
        let file = SourceFile(path: "chat.yaml", bytes: Array(bytes))
        var parsed = DiagnosticSet()
        let root = try #require(YAMLReader.read(file, into: &parsed))
        var generator = SeededGenerator(seed: UInt64(seed))
        let kind = Mutation.Kind.allCases[seed % Mutation.Kind.allCases.count]
        var mutation: Mutation?
        while mutation == nil { mutation = Mutation.random(kind, of: file, root, using: &generator) }
        guard let mutation else { return }

        let result = SpecLoader().load(SourceFile(path: "chat.yaml", text: mutation.text))
        let findings = result.diagnostics.sorted
        for finding in findings {
            #expect(finding.span?.file.path == "chat.yaml")
            let lines = finding.span?.file.lineCount ?? 0
            #expect((1...max(lines, 1)).contains(finding.span?.start.line ?? 0))
        }
        #expect((result.spec == nil) == result.diagnostics.hasErrors)
        let lines = Set(findings.flatMap { [$0.span] + $0.notes.map(\.span) }.compactMap { $0?.start.line })
        let context = "seed \(seed): \(mutation.kind) '\(mutation.token)' on line \(mutation.line)"
        switch mutation.kind {
        case .misspellKey where Self.isKeyOfLanguage(mutation.token):
            #expect(findings.contains { $0.severity == .error && $0.span?.start.line == mutation.line }, "\(context)")
        case .duplicateKey:
            #expect(lines.contains(mutation.line), "\(context)")
        default: break
        }
    }

    /// Names that the spec gives to things; misspelt they are still names.
    private static func isKeyOfLanguage(_ key: String) -> Bool {
        let own: Set<String> = [
            "Say", "Post", "Message", "Joined", "Left", "Roster", "Event", "Name", "RoomName", "text", "user", "id",
            "room", "users",
            "sentAt", "chat", "name", "message", "joined", "left", "roster",
        ]
        return !own.contains(key) && !key.contains("/")
    }

    @Test("every misspelt key of the chat's spec is reported on its line")
    func everyKey() throws {
        let bytes = try Data(contentsOf: Self.specs.appending(path: "chat.yaml"))
        let file = SourceFile(path: "chat.yaml", bytes: Array(bytes))
        var checked = 0
        for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for key in Self.languageKeys(in: String(line)) {
                let wrong = line.replacing(key, with: " \(key.dropFirst().dropLast())q:", maxReplacements: 1)
                var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
                lines[number] = wrong[...]
                let result = SpecLoader().load(SourceFile(path: "chat.yaml", text: lines.joined(separator: "\n")))
                let found = result.diagnostics.sorted.contains {
                    $0.severity == .error && $0.span?.start.line == number + 1
                }
                #expect(found, "'\(key)' on line \(number + 1)")
                checked += 1
            }
        }
        #expect(checked > 50)
    }

    /// ` key:` for each key of the language on a line; those that are fields and tags are not.
    private static func languageKeys(in line: String) -> [String] {
        guard !line.hasPrefix("#") else { return [] }
        var keys: [String] = []
        for match in (" " + line).matches(of: /[ ]([a-zA-Z$]+):(?= |$)/) {
            if isKeyOfLanguage(String(match.output.1)), !line.hasPrefix(match.output.1) {
                keys.append(String(match.output.0))
            }
        }
        return keys
    }
}
