public import GatewayDiagnostics
import GatewayParallel
import GatewayYAML

/// Reads a spec and everything that it imports, and checks it.
public struct SpecLoader: Sendable {
    /// What a run of the loader gives.
    public struct Result: Sendable {
        /// The spec; nil if there is an error among the findings.
        public let spec: ServiceSpec?
        /// Everything that was found, warnings too.
        public let diagnostics: DiagnosticSet
        /// What was read, which is not taken apart before the result is.
        private let documents: [SpecDocument]

        fileprivate init(_ spec: ServiceSpec?, _ diagnostics: DiagnosticSet, _ documents: [SpecDocument] = []) {
            self.spec = spec
            self.diagnostics = diagnostics
            self.documents = documents
        }
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
            return Result(nil, diagnostics)
        }
    }

    /// Reads and checks a spec that is already in memory; what it imports is read from beside its path.
    public func load(_ file: SourceFile) -> Result {
        var importer = Importer(readFile: readFile)
        importer.add(file)
        var diagnostics = importer.diagnostics
        // Each passes over what the other complains of.
        let (forms, builder) = Parallel.both { [documents = importer.documents] in
            ShapeChecker.check(documents)
        } _: { [documents = importer.documents] in
            SpecBuilder(documents, main: file)
        }
        diagnostics.merge(forms)
        diagnostics.merge(builder.diagnostics)
        if importer.documents.contains(where: \.isMain) {
            var findings = SpecCheck.run(on: builder.spec, isSound: !diagnostics.hasErrors)
            // What is declared in a file that cannot be read is not unknown.
            if !importer.isComplete { findings = findings.without(SpecRule.aboutUnknownNames) }
            diagnostics.merge(findings)
        }
        return Result(diagnostics.hasErrors ? nil : builder.spec, diagnostics, importer.documents)
    }
}

extension DiagnosticSet {
    fileprivate func without(_ rules: [SpecRule]) -> DiagnosticSet {
        let codes = Set(rules.map(\.code))
        return DiagnosticSet(sorted.filter { !codes.contains($0.code) })
    }
}
