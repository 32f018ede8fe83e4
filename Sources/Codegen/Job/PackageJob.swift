public import GatewayDiagnostics
import GatewaySpec

/// `gen api SPEC`: from a spec's file to a package's folder.
public struct PackageJob: Sendable {
    /// What a run does with the disk.
    public enum Mode: Sendable {
        /// Writes.
        case write
        /// Writes nothing and looks for differences (`--check`).
        case check
        /// Writes nothing and lists what it would do (`--dry-run`).
        case dryRun
    }

    /// The spec's file; read already if it came through standard input.
    public var spec: SpecSource
    /// The package's folder; nil for the usual one.
    public var output: String?
    /// Where the package finds the runtime, as `--runtime` says it.
    public var runtime: String?
    /// What to do with the disk.
    public var mode: Mode
    /// Whether gen's own files are overwritten even if somebody edited them.
    public var force: Bool
    /// How long to wait for another gen in the same folder (default 10 s).
    public var patience: Duration

    /// Makes a job.
    public init(
        spec: SpecSource, output: String? = nil, runtime: String? = nil, mode: Mode = .write, force: Bool = false,
        patience: Duration = .seconds(10)
    ) {
        self.spec = spec
        self.output = output
        self.runtime = runtime
        self.mode = mode
        self.force = force
        self.patience = patience
    }

    /// What came of it.
    public struct Outcome: Sendable {
        /// All findings.
        public var diagnostics = DiagnosticSet()
        /// What was done, or would be; nothing if it did not come to that.
        public var report: WriteReport?
        /// What was made on the way, which is not taken apart before the outcome is.
        fileprivate var made: [any Sendable] = []
    }

    /// Does it.
    public func run() -> Outcome {
        var outcome = Outcome()
        let loaded = spec.load()
        outcome.made.append(loaded)
        outcome.diagnostics.merge(loaded.diagnostics)
        guard let service = loaded.spec, !outcome.diagnostics.hasErrors else { return outcome }
        let place = PackagePlace(job: self, service: service)
        let generated = Generator(place.options).generate(service)
        outcome.made.append(generated)
        outcome.diagnostics.merge(generated.diagnostics)
        let folder = OutputFolder(path: place.path)
        var copies = StaticFileCopies(source: spec.folder)
        copies.collect(service) { path in (try? folder.state(of: path)).map { $0 != .absent } ?? false }
        outcome.diagnostics.merge(copies.diagnostics)
        guard !outcome.diagnostics.hasErrors else { return outcome }
        let files = (generated.files + copies.files).sorted { $0.path < $1.path }
        do throws(JobError) {
            let plan = try carryOut(files, in: folder, of: service)
            outcome.made.append(plan)
            for refusal in plan.refusals { outcome.diagnostics.append(refusal.diagnostic(in: place.path)) }
            outcome.report = WriteReport(plan: plan, folder: place.path, mode: mode)
        } catch {
            outcome.diagnostics.append(error.diagnostic(in: place.path))
        }
        return outcome
    }

    private func carryOut(_ files: [OutputFile], in folder: OutputFolder, of service: ServiceSpec) throws(JobError)
        -> WritePlan
    {
        guard mode == .write else { return try plan(files, in: folder, of: service) }
        let lock = try JobError.wrapping { () throws(FileProblem) in
            try OutputFolder.make(folder.path)
            return try FolderLock(folder: folder.path, patience: patience)
        }
        defer { lock.release() }
        let plan = try plan(files, in: folder, of: service)
        guard plan.refusals.isEmpty else { return plan }
        do {
            try PackageWriter(folder: folder).run(plan)
        } catch {
            throw .stopped(error)
        }
        return plan
    }

    private func plan(_ files: [OutputFile], in folder: OutputFolder, of service: ServiceSpec) throws(JobError)
        -> WritePlan
    {
        let manifest = try Manifest.read(from: folder)
        if let manifest, manifest.service != service.name.value { throw JobError.otherService(manifest.service) }
        return try JobError.wrapping { () throws(FileProblem) in
            try WritePlan(files: files, service: service.name.value, manifest: manifest, folder: folder, force: force)
        }
    }
}
