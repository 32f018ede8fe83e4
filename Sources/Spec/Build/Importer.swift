import GatewayDiagnostics
import GatewayYAML

/// Reads a spec's files: each once, imported ones before those that import them.
struct Importer {
    private(set) var documents: [SpecDocument] = []
    private(set) var diagnostics = DiagnosticSet()
    /// Whether every file could be read, so that what is not declared is really missing.
    private(set) var isComplete = true
    private let readFile: SpecLoader.FileReader
    private var done: Set<String> = []
    /// The files on the way from the main one to the one at hand.
    private var open: [String] = []

    /// How many files a spec may have.
    private static let limit = 200

    init(readFile: @escaping SpecLoader.FileReader) { self.readFile = readFile }

    /// Adds the main file and what it imports.
    mutating func add(_ file: SourceFile) {
        read(file, isMain: true)
    }

    private mutating func read(_ file: SourceFile, isMain: Bool) {
        let path = RelativePath.normalized(file.path)
        done.insert(path)
        open.append(path)
        defer { open.removeLast() }
        guard let root = YAMLReader.read(file, into: &diagnostics) else {
            isComplete = false
            return
        }
        if root.isNull {
            isComplete = false
            let start = file.span(.start, .start)
            diagnostics.error(
                SpecRule.missingKey.code, "the file is empty", at: start,
                help: isMain ? "begin with `spec: 1` and `service: name`" : nil)
            return
        }
        let document = SpecDocument(root: root, isMain: isMain)
        guard root.mapping != nil else {
            isComplete = false
            diagnostics.merge(ShapeChecker.check([document]))
            return
        }
        for node in root["import"]?.sequence ?? [] {
            if let text = node.text, ScalarShape.importPath.check(text) == nil { follow(text, node, from: file) }
        }
        documents.append(document)
    }

    private mutating func follow(_ text: String, _ node: Node, from file: SourceFile) {
        let path = RelativePath.resolve(text, beside: file.path)
        let key = RelativePath.normalized(path)
        if let start = open.firstIndex(of: key) {
            let way = (open[start...] + [key]).map { "'\($0)'" }.joined(separator: " → ")
            return report(.importCycle, "the file imports itself", at: node, label: way)
        }
        guard !done.contains(key) else { return }
        guard done.count < Self.limit else {
            isComplete = false
            return report(.tooManyFiles, "a spec has \(Self.limit) files at most", at: node)
        }
        switch readFile(path) {
        case .success(let bytes): read(SourceFile(path: path, bytes: bytes), isMain: false)
        case .failure(let problem):
            isComplete = false
            report(
                .unreadableFile, "cannot read '\(path)': \(problem.reason)", at: node,
                help: "the path counts from the importing file's folder")
        }
    }

    private mutating func report(
        _ rule: SpecRule, _ message: String, at node: Node, label: String? = nil, help: String? = nil
    ) {
        diagnostics.error(rule.code, message, at: node.span, label: label, help: help)
    }
}

/// Paths as text; the disk is not asked.
enum RelativePath {
    /// A path that is written in a file, from where that file's own path counts.
    static func resolve(_ text: String, beside file: String) -> String {
        guard !text.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return text }
        return normalized(file[...slash] + text)
    }

    /// Without `.`, and without `..` behind a folder.
    static func normalized(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") {
            if part == "." { continue }
            if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
        }
        return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    }
}
