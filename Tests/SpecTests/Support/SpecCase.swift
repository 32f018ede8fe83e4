import Foundation
import GatewayDiagnostics
import GatewaySpec
import Testing

/// A file of `Cases`: a spec, perhaps files that it imports, a line of dashes, and what checking it prints (`ok` for nothing).
///
/// A line `>>>> path` begins an imported file.
struct SpecCase: CustomTestStringConvertible, Sendable {
    let url: URL
    let spec: String
    let imports: [String: String]
    let expected: String
    private let input: String

    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Cases")

    var testDescription: String { url.deletingPathExtension().lastPathComponent }

    static let all: [SpecCase] = {
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "txt" }.sorted { $0.path < $1.path }.compactMap { try? SpecCase($0) }
    }()

    init(_ url: URL) throws {
        let text = try String(contentsOf: url, encoding: .utf8)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let dashes = lines.lastIndex { $0.hasPrefix("----------") && $0.allSatisfy { $0 == "-" } } ?? lines.count
        self.url = url
        input = lines[..<dashes].map { $0 + "\n" }.joined()
        expected = lines[min(dashes + 1, lines.count)...].joined(separator: "\n")
        var files: [(name: String, text: String)] = [("spec.yaml", "")]
        for line in lines[..<dashes] {
            if line.hasPrefix(">>>> ") {
                files.append((String(line.dropFirst(5)), ""))
            } else {
                files[files.count - 1].text += line + "\n"
            }
        }
        spec = files[0].text
        imports = Dictionary(files.dropFirst().map { ($0.name, $0.text) }) { first, _ in first }
    }

    /// What checking the spec prints.
    func run() -> String {
        let result = SpecLoader { [imports] path in
            imports[path].map { .success(Array($0.utf8)) } ?? .failure(.init("No such file or directory"))
        }.load(SourceFile(path: "spec.yaml", text: spec))
        let text = TextRenderer(colour: false).render(result.diagnostics)
        return text.isEmpty ? "ok\n" : text
    }

    /// Writes what was printed as what is expected.
    func record(_ output: String) throws {
        try (input + String(repeating: "-", count: 40) + "\n" + output).write(
            to: url, atomically: true, encoding: .utf8)
    }
}
