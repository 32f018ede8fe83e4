import Testing

@testable import GatewayCodegen

@Suite("what is done with a file")
struct FileDecisionTests {
    private static let old = Array("old".utf8)
    private static let new = Array("new".utf8)
    private static let edited = Array("edited".utf8)
    private static let knownGenerated = Manifest.Entry(kind: .generated, hashes: [SHA256.hex(old)])
    private static let knownOnce = Manifest.Entry(kind: .once, hashes: [SHA256.hex(old)])

    struct Case: CustomTestStringConvertible {
        let name: String
        let owner: FileOwner
        let disk: DiskState
        let known: Manifest.Entry?
        var force = false
        var elsewhere = false
        let expected: FileDecision
        var testDescription: String { name }
    }

    private static let needed = FileOwner.user(.needed(declaration: "X.Handler"))
    private static let optional = FileOwner.user(.optional)

    static let cases = [
        Case(
            name: "a generated file that isn't there", owner: .generated, disk: .absent, known: nil, expected: .create),
        Case(name: "the same bytes", owner: .generated, disk: .file(new), known: knownGenerated, expected: .unchanged),
        Case(name: "the same bytes, unknown", owner: .generated, disk: .file(new), known: nil, expected: .unchanged),
        Case(name: "as gen left it", owner: .generated, disk: .file(old), known: knownGenerated, expected: .update),
        Case(
            name: "edited by hand", owner: .generated, disk: .file(edited), known: knownGenerated,
            expected: .refuse(.edited)),
        Case(
            name: "edited by hand, with --force", owner: .generated, disk: .file(edited), known: knownGenerated,
            force: true, expected: .overwrite),
        Case(name: "somebody else's", owner: .generated, disk: .file(old), known: nil, expected: .refuse(.foreign)),
        Case(name: "a folder", owner: .generated, disk: .other, known: nil, force: true, expected: .refuse(.notAFile)),
        Case(name: "the user's, new", owner: needed, disk: .absent, known: nil, expected: .create),
        Case(name: "the user's, there", owner: needed, disk: .file(edited), known: knownOnce, expected: .keep),
        Case(
            name: "the user's, there, with --force", owner: needed, disk: .file(edited), known: knownOnce, force: true,
            expected: .keep),
        Case(name: "the user's, there before gen", owner: needed, disk: .file(edited), known: nil, expected: .keep),
        Case(name: "the user's, a link", owner: optional, disk: .other, known: nil, expected: .keep),
        Case(name: "needed and gone", owner: needed, disk: .absent, known: knownOnce, expected: .restore),
        Case(
            name: "needed and moved", owner: needed, disk: .absent, known: knownOnce, elsewhere: true,
            expected: .leaveAway),
        Case(name: "optional and gone", owner: optional, disk: .absent, known: knownOnce, expected: .leaveAway),
    ]

    @Test("a file that the spec asks for", arguments: cases)
    func asked(_ example: Case) throws {
        let file = OutputFile(path: try #require(OutputPath("a.swift")), owner: example.owner, bytes: Self.new)
        let decision = FileDecision.asked(
            file, disk: example.disk, known: example.known, force: example.force,
            standsElsewhere: { _ in example.elsewhere })
        #expect(decision == example.expected)
    }

    @Test("a file that the spec no longer asks for")
    func unasked() {
        let generated = Self.knownGenerated
        #expect(FileDecision.unasked(generated, disk: .file(Self.old), force: false) == .remove)
        #expect(FileDecision.unasked(generated, disk: .file(Self.edited), force: false) == .refuse(.edited))
        #expect(FileDecision.unasked(generated, disk: .file(Self.edited), force: true) == .remove)
        #expect(FileDecision.unasked(generated, disk: .absent, force: false) == nil)
        #expect(FileDecision.unasked(Self.knownOnce, disk: .file(Self.edited), force: true) == .orphan)
        #expect(FileDecision.unasked(Self.knownOnce, disk: .absent, force: false) == nil)
    }
}
