import Foundation
import GatewayDiagnostics
import GatewayEditors
import GatewaySpec
import GatewayYAML
import Testing

@Suite struct SpecFormatterTests {
    @Test("a text is laid out as its case says", arguments: FormatCase.all)
    func cases(_ formatCase: FormatCase) throws {
        let output = try #require(Self.formatted(formatCase.input))
        if output != formatCase.expected, ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try formatCase.record(output)
            Issue.record("recorded: read it before you commit it")
        }
        #expect(output == formatCase.expected)
        #expect(Self.formatted(output) == output)
    }

    @Test("samples are laid out as the formatter would", arguments: Repository.samples)
    func samples(_ path: String) throws {
        let text = try Repository.text(path)
        #expect(Self.formatted(text) == text, "run 'gen api format \(path)'")
    }

    @Test("every case of the spec's tests keeps its meaning and findings")
    func specCases() throws {
        for (name, files) in Repository.cases {
            for file in files {
                guard let text = check(file, name) else { continue }
                let loader = SpecLoader(readFile: { path in
                    files.first { $0.path == path }.map { .success($0.bytes) } ?? .failure(.init("not there"))
                })
                let before = loader.load(file).diagnostics.sorted.map(\.message).sorted()
                let after = loader.load(SourceFile(path: file.path, text: text)).diagnostics.sorted.map(\.message)
                    .sorted()
                #expect(before == after, "\(name)")
            }
        }
    }

    @Test("random documents keep meaning and comments, and a second run changes nothing", arguments: 0..<8)
    func randomDocuments(_ part: Int) throws {
        var sound = 0
        for seed in 0..<150 {
            let seed = UInt64(part * 150 + seed)
            let file = SourceFile(path: "seed-\(seed)", text: RandomDocument.text(seed: seed))
            if check(file, "seed \(seed)") != nil { sound += 1 }
        }
        #expect(sound > 100, "the generator makes too little that is YAML")
    }

    @Test("samples with comments strewn in keep meaning and comments", arguments: Repository.samples)
    func strewnComments(_ path: String) throws {
        let lines = try Repository.text(path).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for seed in 0..<max(2, 2000 / lines.count) {
            var random = SeededGenerator(seed: UInt64(seed))
            let strewn = lines.flatMap { line -> [String] in
                let indent = String(repeating: " ", count: Int.random(in: 0...8, using: &random))
                switch Int.random(in: 0..<8, using: &random) {
                case 0: return [line, indent + "# note"]
                case 1: return [line + "   # note"]
                case 2: return [line, "", "", indent + "#note"]
                default: return [line]
                }
            }
            check(SourceFile(path: path, text: strewn.joined(separator: "\n")), "\(path), seed \(seed)")
        }
    }

    @Test("a file with a syntax error is refused with its finding")
    func syntaxError() {
        guard
            case .refused(let diagnostics) = SpecFormatter.format(SourceFile(path: "a.yaml", text: "a: [1, 2\nb: 3\n"))
        else {
            Issue.record("it was formatted")
            return
        }
        #expect(diagnostics.hasErrors)
    }

    @Test("line breaks become LF, and a byte-order mark goes", arguments: ["\r\n", "\r"])
    func lineBreaks(_ lineBreak: String) {
        let text = ["\u{FEFF}spec: 1", "", "# note", "service: a", ""].joined(separator: lineBreak)
        #expect(Self.formatted(text) == "spec: 1\n\n# note\nservice: a\n")
    }

    // MARK: Checks

    private static func formatted(_ text: String) -> String? {
        guard case .formatted(let text) = SpecFormatter.format(SourceFile(path: "spec.yaml", text: text)) else {
            return nil
        }
        return text
    }

    /// Formats a document and holds the result against it; nil if it is no YAML.
    @discardableResult
    private func check(_ file: SourceFile, _ name: String) -> String? {
        var diagnostics = DiagnosticSet()
        let before = YAMLReader.read(file, into: &diagnostics)
        guard let before, !diagnostics.hasErrors else { return nil }
        guard case .formatted(let text) = SpecFormatter.format(file) else {
            Issue.record("\(name): refused\n\(file.text)")
            return nil
        }
        let after = YAMLReader.read(SourceFile(path: file.path, text: text), into: &diagnostics)
        #expect(after.map(Self.summary) == Self.summary(before), "\(name)\n\(file.text)\n-----\n\(text)")
        #expect(Self.comments(file.text) == Self.comments(text), "\(name)\n\(file.text)\n-----\n\(text)")
        let again = Self.formatted(text)
        #expect(again == text, "\(name)\n\(file.text)\n-----\n\(text)\n-----\n\(again ?? "refused")")
        return text
    }

    /// What a document says, keys in order of their names, `T?` as its long form.
    private static func summary(_ node: Node) -> String {
        switch node.value {
        case .sequence(let items): return "[" + items.map(summary).joined(separator: ",") + "]"
        case .mapping(let entries):
            return "{" + entries.map { "\(summary($0.key)):\(summary($0.value))" }.sorted().joined(separator: ",") + "}"
        case .scalar(let scalar):
            if !scalar.isQuoted, scalar.text.hasSuffix("?") {
                let type = String(reflecting: String(scalar.text.dropLast()))
                return "{\"optional\":bool(true),\"type\":\(type)}"
            }
            if case .string(let text) = scalar.resolved { return String(reflecting: text) }
            return "\(scalar.resolved)"
        }
    }

    /// A count of what looks like the generators' comments.
    private static func comments(_ text: String) -> Int {
        text.split(separator: "\n").count { $0.contains("# note") || $0.contains("#note") }
    }
}

/// A text and what it becomes: a file with a line of dashes between.
struct FormatCase: CustomTestStringConvertible, Sendable {
    let name: String
    let input: String
    let expected: String

    private static let folder = "Tests/EditorsTests/Format/Cases"
    private static let separator = "\n----------------------------------------\n"

    var testDescription: String { name }

    static var all: [FormatCase] {
        Repository.names(in: folder, ending: ".txt").compactMap { name in
            guard let text = try? Repository.text("\(folder)/\(name)") else { return nil }
            let parts = text.components(separatedBy: separator)
            return FormatCase(name: name, input: parts[0] + "\n", expected: parts.count > 1 ? parts[1] : "")
        }
    }

    func record(_ output: String) throws {
        let url = Repository.root.appending(path: "\(Self.folder)/\(name)")
        let text = input.dropLast() + Self.separator + output
        try text.write(to: url, atomically: true, encoding: .utf8)
    }
}
