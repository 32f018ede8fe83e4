import Foundation
import GatewayDiagnostics
import GatewaySpec

/// A sample spec with all that it imports, in memory, so that one of its files can be changed.
struct SpecFolder: Sendable {
    /// The main file's path.
    let main: String
    /// The main file and every file that it imports, by path.
    let files: [String: SourceFile]

    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL.appending(path: "specs")

    /// Reads a sample, `shop.yaml` or `samples/petstore.yaml`.
    init(_ name: String) throws {
        main = name
        let bytes = try Data(contentsOf: Self.root.appending(path: name))
        let file = SourceFile(path: name, bytes: Array(bytes))
        let documents = SpecFiles(main: file, readFile: Self.read).documents
        files = Dictionary(documents.map { ($0.file.path, $0.file) }) { first, _ in first }
    }

    /// Checks the sample with another text in place of one of its files.
    func load(with changed: SourceFile) -> SpecLoader.Result {
        let loader = SpecLoader { [files] path in
            if path == changed.path { return .success(changed.bytes) }
            return files[path].map { .success($0.bytes) } ?? .failure(.init("No such file or directory"))
        }
        return changed.path == main
            ? loader.load(changed) : loader.load(files[main] ?? SourceFile(path: main, text: ""))
    }

    /// What each part of each file is.
    var documents: [SpecFiles.Document] {
        guard let file = files[main] else { return [] }
        return SpecFiles(main: file, readFile: Self.read).documents
    }

    private static func read(_ path: String) -> Result<[UInt8], SpecLoader.FileProblem> {
        (try? Data(contentsOf: root.appending(path: path))).map { .success(Array($0)) }
            ?? .failure(.init("No such file or directory"))
    }
}
