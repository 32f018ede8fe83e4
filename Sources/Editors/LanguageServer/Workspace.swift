import GatewayDiagnostics
import GatewaySpec

/// The documents that the client has open, and the specs that they belong to.
struct Workspace {
    /// Open documents by path.
    private(set) var open: [String: SourceFile] = [:]
    /// The workspace's folder; specs are looked for no further up.
    var root: String?
    /// The main files that each imported document belongs to, once they were looked for.
    private var owners: [String: [String]] = [:]

    /// More documents than anybody opens.
    private static let mostOpen = 2_000

    /// Takes a document's text; false if there are too many.
    mutating func take(_ path: String, _ text: String) -> Bool {
        guard open[path] != nil || open.count < Self.mostOpen else { return false }
        open[path] = SourceFile(path: path, text: text)
        return true
    }

    mutating func close(_ path: String) { open[path] = nil }

    /// Forgets what was found on disk.
    mutating func forgetOwners() { owners = [:] }

    /// Reads files, open ones as they are in the editor.
    var readFile: SpecLoader.FileReader { reader(replacing: nil) }

    /// Reads files, one of them with another text.
    func reader(replacing replacement: SourceFile?) -> SpecLoader.FileReader {
        let open = open
        return { path in
            let path = SpecFiles.normalized(path)
            if let replacement, replacement.path == path { return .success(replacement.bytes) }
            if let file = open[path] { return .success(file.bytes) }
            do throws(TextFile.Failure) {
                return .success(try TextFile.read(path))
            } catch {
                return .failure(SpecLoader.FileProblem(error.reason))
            }
        }
    }

    /// A file's text, from the editor or from disk.
    func file(at path: String) -> SourceFile? {
        if let file = open[path] { return file }
        guard case .success(let bytes) = readFile(path) else { return nil }
        return SourceFile(path: path, bytes: bytes)
    }

    // MARK: Specs

    /// The main files of the specs that a document belongs to: itself if it names a service, else those that import it.
    mutating func mains(of file: SourceFile) -> [String] {
        if file.hasKey(["service"]) { return [file.path] }
        let importers = open.values.filter { $0.hasKey(["service"]) && imports($0, file.path) }.map(\.path).sorted()
        guard importers.isEmpty else { return importers }
        if let known = owners[file.path] { return known }
        let found = ownersOnDisk(of: file.path)
        owners[file.path] = found
        return found
    }

    /// The specs that a document belongs to, or the document alone.
    mutating func specs(of file: SourceFile) -> [SpecFiles] {
        let specs = mains(of: file).compactMap { main in
            self.file(at: main).map { SpecFiles(main: $0, readFile: readFile) }
        }
        return specs.isEmpty ? [SpecFiles(imported: file)] : specs
    }

    /// The first spec that a document belongs to, or the document alone.
    mutating func spec(of file: SourceFile) -> SpecFiles {
        specs(of: file)[0]
    }

    /// The spec that a document belongs to, with another text for the document; alone it counts as a spec that is being begun.
    mutating func spec(of file: SourceFile, as text: SourceFile) -> SpecFiles {
        let reader = reader(replacing: text)
        guard let main = mains(of: file).first, main != text.path, let mainFile = self.file(at: main) else {
            return SpecFiles(main: text, readFile: reader)
        }
        return SpecFiles(main: mainFile, readFile: reader)
    }

    private func imports(_ main: SourceFile, _ path: String) -> Bool {
        SpecFiles(main: main, readFile: readFile).documents.contains { SpecFiles.normalized($0.file.path) == path }
    }

    /// Looks through the folder of a file and those above it.
    private func ownersOnDisk(of path: String) -> [String] {
        var left = 200
        var folder = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        for _ in 0..<4 where !folder.isEmpty {
            var found: [String] = []
            for name in TextFile.names(in: String(folder)).sorted()
            where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                guard left > 0 else { break }
                left -= 1
                let candidate = "\(folder)/\(name)"
                if candidate != path, let main = file(at: candidate), main.hasKey(["service"]), main.hasKey(["import"]),
                    imports(main, path)
                {
                    found.append(candidate)
                }
            }
            if !found.isEmpty { return found }
            if String(folder) == root { break }
            folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
        }
        return []
    }
}

extension SourceFile {
    /// Whether a line begins with one of some keys; holds for texts that are no YAML (yet), too.
    func hasKey(_ names: Set<String>) -> Bool {
        for number in 1...max(lineCount, 1) {
            guard let line = bytes(ofLine: number), let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            if names.contains(String(decoding: line[..<colon], as: UTF8.self)) { return true }
        }
        return false
    }

    /// Whether it reads as a spec or part of one. Config files share other keys with specs.
    var isSpec: Bool {
        hasKey(["spec", "service", "types", "enums", "unions", "aliases", "routes", "groups"])
    }
}
