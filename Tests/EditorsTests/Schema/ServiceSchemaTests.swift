import Foundation
import GatewayDiagnostics
import GatewayEditors
import GatewaySpec
import GatewayYAML
import Testing

@Suite struct ServiceSchemaTests {
    let validator: SchemaValidator

    init() throws { validator = SchemaValidator(try JSONParser.parse(Array(ServiceSchema.text.utf8))) }

    @Test("specs/service.schema.json is what 'gen schema' writes")
    func committed() throws {
        #expect(
            try Repository.text("specs/service.schema.json") == ServiceSchema.text,
            "run 'gen schema --output specs/service.schema.json'")
    }

    @Test("every sample names the schema beside it and is valid against it", arguments: Repository.samples)
    func samples(_ path: String) throws {
        let text = try Repository.text(path)
        let up = String(repeating: "../", count: path.split(separator: "/").count - 2)
        #expect(text.hasPrefix("# yaml-language-server: $schema=\(up)service.schema.json\n"))
        let (problem, findings) = try judge(SourceFile(path: path, text: text), imports: Repository.bytes)
        #expect(problem == nil)
        #expect(findings.map(\.message) == [])
    }

    @Test(
        "checks and schema agree about the form of every case of the spec's tests",
        .enabled(if: !Repository.cases.isEmpty))
    func cases() throws {
        var agreed = 0
        for (name, files) in Repository.cases where !Self.exceptions.contains(name) {
            for file in files {
                guard let disagreement = try disagreement(about: file, allBut: Self.checksAlone) else {
                    agreed += 1
                    continue
                }
                Issue.record("\(name), \(file.path): \(disagreement)")
            }
        }
        #expect(agreed > 60)
        #expect(validator.unknownKeywords.isEmpty)
    }

    @Test("checks and schema agree about 2,000 seeded changes of good specs", arguments: [1, 2, 3, 4] as [UInt64])
    func mutations(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let sources =
            try (Repository.smallSamples + ["specs/shop.yaml"]).map(Repository.text)
            + Repository.cases.filter { $0.name.hasPrefix("ok-") }.map { $0.files[0].text }
        try #require(!sources.isEmpty)
        var refused = 0
        for _ in 0..<500 {
            let source = sources.randomElement(using: &random) ?? ""
            let text = KeyMutation.apply(to: source, using: &random)
            let file = SourceFile(path: "spec.yaml", text: text)
            if let disagreement = try disagreement(about: file) {
                Issue.record("seed \(seed): \(disagreement)\n\(text)")
                return
            }
            refused += try judge(file).problem == nil ? 0 : 1
        }
        #expect(refused > 100)
    }

    /// JSON Schema takes 1.0 for 1, and can't tell that a path names a parameter twice.
    private static let exceptions: Set<String> = ["version-with-point.txt", "route-path-long.txt"]

    // MARK: Judging

    /// What the schema and the checks say about a file's form; other findings are left out.
    private func judge(_ file: SourceFile, imports: @escaping @Sendable (String) -> [UInt8]? = { _ in nil }) throws -> (
        problem: String?, findings: [Diagnostic]
    ) {
        var diagnostics = DiagnosticSet()
        guard let root = YAMLReader.read(file, into: &diagnostics), diagnostics.isEmpty else {
            return ("not YAML", diagnostics.sorted)
        }
        let loader = SpecLoader(readFile: { path in
            imports(path).map(Result.success) ?? .failure(SpecLoader.FileProblem("not there"))
        })
        let isMain = root["service"] != nil
        let findings = isMain ? loader.load(file).diagnostics : loader.form(ofImported: file)
        return (validator.problem(with: root), findings.sorted.filter { $0.span?.file == file })
    }

    /// A file that one accepts and the other refuses: for its form, or for anything but some codes.
    private func disagreement(about file: SourceFile, allBut codes: Set<String>? = nil) throws -> String? {
        let (problem, findings) = try judge(file)
        let errors = findings.filter { $0.severity == .error }
        let formal = errors.filter { error in
            codes.map { !$0.contains(error.code.rawValue) }
                ?? Self.formal.contains(SpecRule(code: error.code) ?? .noRoutes)
        }
        if let problem, errors.isEmpty { return "the schema alone refuses it: \(problem)" }
        if problem == nil, let first = formal.first {
            return "the checks alone refuse it: \(first.span?.description ?? ""): \(first.message)"
        }
        return nil
    }

    /// What no schema can see: what is declared elsewhere, what goes together, what names become in Swift. Of all else that the cases do
    /// wrong, the schema refuses the file.
    private static let checksAlone: Set<String> = [
        "GEN0103", "GEN0110", "GEN0111", "GEN0113", "GEN0123", "GEN0124", "GEN0125", "GEN0126", "GEN0127", "GEN0129",
        "GEN0130", "GEN0133", "GEN0134", "GEN0135", "GEN0136", "GEN0137", "GEN0138", "GEN0139", "GEN0140", "GEN0141",
        "GEN0145", "GEN0151", "GEN0152", "GEN0204", "GEN0208", "GEN0209", "GEN0211", "GEN0212",
        "GEN0213", "GEN0214", "GEN0215", "GEN0216", "GEN0217", "GEN0223", "GEN0301", "GEN0304", "GEN0305", "GEN0306",
        "GEN0307", "GEN0308", "GEN0309", "GEN0310", "GEN0311", "GEN0312", "GEN0313", "GEN0314",
    ]

    /// The rules about form: keys, kinds of values, words.
    private static let formal: Set<SpecRule> = [
        .unknownKey, .wrongKind, .missingKey, .unknownWord, .noAction, .severalActions, .specVersion, .empty,
        .malformedType, .inlineObject,
    ]
}
