import Foundation
import Testing

@testable import GatewayCodegen

@Suite("writing a package")
struct PackageWriterTests {
    private let folder: TemporaryFolder
    private var output: OutputFolder { OutputFolder(path: folder.path) }

    init() throws { folder = try TemporaryFolder() }

    private func files(_ files: [(String, FileOwner, String)]) throws -> [OutputFile] {
        try files.map { OutputFile(path: try #require(OutputPath($0.0)), owner: $0.1, bytes: Array($0.2.utf8)) }
    }

    @discardableResult
    private func run(_ list: [(String, FileOwner, String)], force: Bool = false) throws -> WritePlan {
        let plan = try WritePlan(
            files: try files(list), service: "chat", manifest: try Manifest.read(from: output), folder: output,
            force: force)
        if plan.refusals.isEmpty { try PackageWriter(folder: output).run(plan) }
        return plan
    }

    private func decision(_ path: String, _ plan: WritePlan) -> FileDecision? {
        plan.steps.first { $0.path.description == path }?.decision
    }

    @Test("lines that must follow the spec do so while nobody has edited their file; the rest of it stays")
    func followedLines() throws {
        let path = try #require(OutputPath("Package.swift"))
        func plan(_ text: String, _ lines: [String]) throws -> WritePlan {
            let file = OutputFile(
                path: path, owner: .user(.optional), bytes: Array(text.utf8),
                followed: FollowedLines(start: "needs", end: "end", lines: lines))
            let plan = try WritePlan(
                files: [file], service: "chat", manifest: try Manifest.read(from: output), folder: output, force: false)
            try PackageWriter(folder: output).run(plan)
            return plan
        }
        func text() throws -> String { try String(contentsOfFile: folder.path + "/Package.swift", encoding: .utf8) }
        #expect(try decision("Package.swift", plan("from here\nneeds\na\nends\n", ["a"])) == .create)
        // Another run, from elsewhere and with another need: only the need goes in.
        #expect(try decision("Package.swift", plan("from there\nneeds\na\nb\nends\n", ["a", "b"])) == .update)
        #expect(try text() == "from here\nneeds\na\nb\nends\n")
        #expect(try decision("Package.swift", plan("from there\nneeds\na\nb\nends\n", ["a", "b"])) == .keep)
        try "mine\nneeds\na\nb\nends\n".write(toFile: folder.path + "/Package.swift", atomically: true, encoding: .utf8)
        #expect(try decision("Package.swift", plan("from there\nneeds\nc\nends\n", ["c"])) == .keep)
        #expect(try text() == "mine\nneeds\na\nb\nends\n")
    }

    @Test("files, folders and gen.lock are there afterwards, and nothing else")
    func writes() throws {
        try run([("Sources/A.swift", .generated, "a"), ("README.md", .user(.optional), "r")])
        #expect(Set(folder.contents.keys) == ["Sources/A.swift", "README.md", "gen.lock"])
        #expect(folder.text("Sources/A.swift") == "a")
    }

    @Test("a second run changes nothing, not even a time")
    func idempotent() throws {
        let list: [(String, FileOwner, String)] = [("A.swift", .generated, "a"), ("B", .user(.optional), "b")]
        try run(list)
        let before =
            try FileManager.default.attributesOfItem(atPath: "\(folder.path)/gen.lock")[.systemFileNumber] as? Int
        let plan = try run(list)
        let after =
            try FileManager.default.attributesOfItem(atPath: "\(folder.path)/gen.lock")[.systemFileNumber] as? Int
        #expect(!plan.drifts)
        #expect(before == after)
    }

    @Test("a stale generated file goes, with its empty folders; the user's stays and is said")
    func stale() throws {
        try run([
            ("a/b/Old.swift", .generated, "x"), ("Mine.swift", .user(.needed(declaration: "M")), "m"),
            ("k", .generated, "k"),
        ])
        let plan = try run([("k", .generated, "k")])
        #expect(decision("a/b/Old.swift", plan) == .remove)
        #expect(decision("Mine.swift", plan) == .orphan)
        #expect(!folder.exists("a"))
        #expect(folder.text("Mine.swift") == "m")
        #expect(decision("Mine.swift", try run([("k", .generated, "k")])) == .orphan)
    }

    @Test("a generated file that was edited stops the whole run, and --force goes on")
    func edited() throws {
        try run([("A.swift", .generated, "a"), ("B.swift", .generated, "b")])
        try folder.write("mine", to: "A.swift")
        let refused = try run([("A.swift", .generated, "a2"), ("B.swift", .generated, "b2")])
        #expect(refused.refusals.map(\.path.description) == ["A.swift"])
        #expect(folder.text("B.swift") == "b")
        try run([("A.swift", .generated, "a2"), ("B.swift", .generated, "b2")], force: true)
        #expect(folder.text("A.swift") == "a2")
        #expect(folder.text("B.swift") == "b2")
    }

    @Test("a stub moved into another file is not written again, a deleted one is")
    func moved() throws {
        let stub: (String, FileOwner, String) = (
            "Sources/Chat/Handlers/X.swift", .user(.needed(declaration: "X.Handler")), "extension S: X.Handler {}"
        )
        try run([stub])
        try folder.remove(stub.0)
        try folder.write("extension S: X.Handler { func x() {} }", to: "Sources/Chat/All.swift")
        #expect(decision(stub.0, try run([stub])) == .leaveAway)
        try folder.remove("Sources/Chat/All.swift")
        #expect(decision(stub.0, try run([stub])) == .restore)
        #expect(folder.exists(stub.0))
    }

    @Test("when a folder can't be written, nothing is, and no half file is left", .enabled(if: getuid() != 0))
    func readOnly() throws {
        try run([("a/A.swift", .generated, "a"), ("z/Z.swift", .generated, "z")])
        chmod("\(folder.path)/z", 0o555)
        let before = folder.contents
        #expect(throws: WriteFailure.self) {
            try run([("a/A.swift", .generated, "a2"), ("z/Z.swift", .generated, "z2")])
        }
        #expect(folder.contents == before)
    }

    @Test("when something stands in a folder's place, nothing is written and no half file is left")
    func blocked() throws {
        try run([("a/A.swift", .generated, "a")])
        try folder.write("not a folder", to: "z")
        let before = folder.contents
        #expect(throws: WriteFailure.self) {
            try run([("a/A.swift", .generated, "a2"), ("z/Z.swift", .generated, "z")])
        }
        #expect(folder.contents == before)
    }

    @Test("a run killed between its renames and gen.lock is not mistaken for an edit")
    func journal() throws {
        try run([("A.swift", .generated, "a")])
        let plan = try WritePlan(
            files: try files([("A.swift", .generated, "a2")]), service: "chat",
            manifest: try Manifest.read(from: output), folder: output, force: false)
        let path = try #require(OutputPath("A.swift"))
        let lock = try #require(OutputPath(Manifest.name))
        try output.stage(Array(PackageWriter.journal(plan).text.utf8), for: lock)
        try output.commit(lock)
        #expect(decision("A.swift", try run([("A.swift", .generated, "a3")])) == .update)
        #expect(try output.state(of: path) == .file(Array("a3".utf8)))
        try output.stage(Array("left behind".utf8), for: path)
        try run([("A.swift", .generated, "a4")])
        #expect(Set(folder.contents.keys) == ["A.swift", "gen.lock"])
    }

    @Test("nothing is written through a link that leads out")
    func links() throws {
        let outside = try TemporaryFolder()
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/Sources", withDestinationPath: outside.path)
        #expect(throws: FileProblem.self) { try run([("Sources/A.swift", .generated, "a")]) }
        #expect(outside.contents.isEmpty)
    }

    @Test("a link inside the folder is followed")
    func innerLink() throws {
        try folder.write("", to: "real/x")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/Sources", withDestinationPath: "\(folder.path)/real")
        try run([("Sources/A.swift", .generated, "a")])
        #expect(folder.text("real/A.swift") == "a")
    }

    @Test("a second gen waits its turn, and gives up with a word")
    func lock() throws {
        let first = try FolderLock(folder: folder.path, patience: .zero)
        #expect(throws: FileProblem(action: "lock", path: folder.path, why: "another gen is writing there")) {
            try FolderLock(folder: folder.path, patience: .zero)
        }
        first.release()
        _ = try FolderLock(folder: folder.path, patience: .zero)
    }
}
