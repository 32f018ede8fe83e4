public import GatewayDiagnostics
import GatewayYAML

/// Reads a spec and everything that it imports, and checks it.
public struct SpecLoader: Sendable {
    /// What a run of the loader gives.
    public struct Result: Sendable {
        /// The spec; nil if there is an error among the findings.
        public let spec: ServiceSpec?
        /// Everything that was found, warnings too.
        public let diagnostics: DiagnosticSet
    }

    /// Reads a file's bytes, or says in a few words why it cannot be read.
    public typealias FileReader = @Sendable (_ path: String) -> Swift.Result<[UInt8], FileProblem>

    /// Why a file cannot be read.
    public struct FileProblem: Error, Sendable {
        /// The reason, such as `No such file or directory`.
        public let reason: String

        /// Makes a reason.
        public init(_ reason: String) { self.reason = reason }
    }

    private let readFile: FileReader

    /// Makes a loader that reads files from disk.
    public init() { self.init(readFile: DiskFile.read) }

    /// Makes a loader that gets files in another way, for tests and editors.
    public init(readFile: @escaping FileReader) { self.readFile = readFile }

    /// Reads and checks the spec at a path.
    public func load(path: String) -> Result {
        switch readFile(path) {
        case .success(let bytes): return load(SourceFile(path: path, bytes: bytes))
        case .failure(let problem):
            var diagnostics = DiagnosticSet()
            diagnostics.error(SpecRule.unreadableFile.code, "cannot read '\(path)': \(problem.reason)", at: nil)
            return Result(spec: nil, diagnostics: diagnostics)
        }
    }

    /// Reads and checks a spec that is already in memory; what it imports is read from beside its path.
    public func load(_ file: SourceFile) -> Result {
        var importer = Importer(readFile: readFile)
        importer.add(file)
        var diagnostics = importer.diagnostics
        let builder = SpecBuilder(importer.documents, main: file)
        diagnostics.merge(builder.diagnostics)
        if importer.documents.contains(where: \.isMain) {
            var findings = SpecCheck.run(on: builder.spec, isSound: !diagnostics.hasErrors)
            // What is declared in a file that cannot be read is not unknown.
            if !importer.isComplete { findings = findings.without(SpecRule.aboutUnknownNames) }
            diagnostics.merge(findings)
        }
        return Result(spec: diagnostics.hasErrors ? nil : builder.spec, diagnostics: diagnostics)
    }
}

extension DiagnosticSet {
    fileprivate func without(_ rules: [SpecRule]) -> DiagnosticSet {
        let codes = Set(rules.map(\.code))
        return DiagnosticSet(sorted.filter { !codes.contains($0.code) })
    }
}
