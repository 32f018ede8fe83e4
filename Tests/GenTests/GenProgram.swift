import Foundation

/// A folder with a spec in it, and gen as users call it.
final class GenProgram: Sendable {
    /// What a run of gen gave.
    struct Run {
        let status: Int32
        let output: String
        let errors: String
    }

    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
            .appending(path: "gen-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// The program beside the tests' own bundle.
    private static var binary: URL {
        var folder = Bundle(for: GenProgram.self).bundleURL
        while folder.path != "/", !FileManager.default.isExecutableFile(atPath: folder.appending(path: "gen").path) {
            folder.deleteLastPathComponent()
        }
        return folder.appending(path: "gen")
    }

    @discardableResult
    func run(_ arguments: String..., input: String? = nil, environment: [String: String] = [:]) throws -> Run {
        try run(arguments, input: input, environment: environment)
    }

    @discardableResult
    func run(_ arguments: [String], input: String? = nil, environment: [String: String] = [:]) throws -> Run {
        try start(Self.binary, arguments, input, environment)
    }

    /// Runs a line of the shell, which finds gen as `$GEN`.
    func shell(_ line: String) throws -> Run {
        try start(URL(filePath: "/bin/sh"), ["-c", line], nil, ["GEN": Self.binary.path])
    }

    private func start(
        _ program: URL, _ arguments: [String], _ input: String?, _ environment: [String: String]
    ) throws -> Run {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        let (output, errors, stdin) = (Pipe(), Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        process.standardInput = stdin
        try process.run()
        try stdin.fileHandleForWriting.write(contentsOf: Data((input ?? "").utf8))
        try stdin.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaints = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Run(status: process.terminationStatus, output: text, errors: complaints)
    }

    func write(_ text: String, to path: String) throws {
        let file = folder.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func append(_ text: String, to path: String) throws { try write(try self.text(path) + text, to: path) }

    func text(_ path: String) throws -> String { try String(contentsOf: folder.appending(path: path), encoding: .utf8) }

    func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder.appending(path: path).path) }

    func remove(_ path: String) throws { try FileManager.default.removeItem(at: folder.appending(path: path)) }

    /// Every file below a folder, with what it holds.
    func contents(of path: String) throws -> [String: String] {
        let names =
            FileManager.default.enumerator(atPath: folder.appending(path: path).path)?.allObjects as? [String] ?? []
        var contents: [String: String] = [:]
        for name in names {
            var isFolder: ObjCBool = false
            let file = "\(path)/\(name)"
            _ = FileManager.default.fileExists(atPath: folder.appending(path: file).path, isDirectory: &isFolder)
            if !isFolder.boolValue { contents[name] = try text(file) }
        }
        return contents
    }

    /// Each file's inode, which a rewrite changes even if it leaves the bytes alone.
    func inodes(of path: String) throws -> [String: Int] {
        try contents(of: path).keys.reduce(into: [:]) { result, name in
            let file = folder.appending(path: "\(path)/\(name)").path
            result[name] = try FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? Int
        }
    }
}
