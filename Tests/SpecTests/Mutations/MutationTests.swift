import Foundation
import GatewayDiagnostics
import GatewaySpec
import Testing

/// Samples, each with changes that make nonsense of it. All changes that can be thought of are made up, and some of them drawn.
@Suite struct MutationTests {
    static let specs = SpecFolder.root

    /// How many changes of each sample: 2,000 in all.
    static let drawn: [(name: String, count: Int)] = [
        ("hello.yaml", 25), ("bench.yaml", 225), ("chat.yaml", 400), ("shop.yaml", 700), ("samples/petstore.yaml", 200),
        ("samples/go-zero/user.yaml", 150), ("samples/conduit.yaml", 200), ("samples/github/github.yaml", 100),
    ]

    @Test(
        "changes that make nonsense of a sample are reported where they are, and nothing else happens", arguments: drawn
    )
    func nonsense(name: String, count: Int) throws {
        let folder = try SpecFolder(name)
        let seed = ProcessInfo.processInfo.environment["SEED"].flatMap(UInt64.init) ?? 1
        var random = SeededGenerator(seed: seed)
        let all = Mutator.mutations(of: folder, seed: seed)
        try #require(all.count >= count, "\(all.count) changes of \(name)")
        var missed: [String] = []
        for mutation in all.shuffled(using: &random).prefix(count) {
            let changed = mutation.changed
            let result = folder.load(with: changed)
            let findings = result.diagnostics.sorted
            if (result.spec == nil) != result.diagnostics.hasErrors { missed.append("\(mutation): a spec with errors") }
            for span in findings.flatMap({ [$0.span] + $0.notes.map(\.span) }) {
                guard let span, let file = span.file.path == changed.path ? changed : folder.files[span.file.path],
                    (1...max(file.lineCount, 1)).contains(span.start.line)
                else {
                    missed.append("\(mutation): a finding at \(span?.description ?? "no place")")
                    break
                }
            }
            if !mutation.isReported(by: findings) {
                missed.append(
                    "\(mutation), wanted at \(mutation.expected), found \(findings.map { "\($0.span?.description ?? ""): \($0.message)" })"
                )
            }
        }
        #expect(
            missed.isEmpty,
            "seed \(seed): \(missed.count) of \(count) of \(all.count)\n\(missed.joined(separator: "\n"))")
    }
}
