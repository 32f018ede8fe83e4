import GatewayDiagnostics

/// Why a run could not go on once the spec was sound.
enum JobError: Error {
    case file(FileProblem)
    case stopped(WriteFailure)
    case manifest(ManifestError)
    case otherService(String)

    /// Does something with files.
    static func wrapping<Result>(_ body: () throws(FileProblem) -> Result) throws(JobError) -> Result {
        do {
            return try body()
        } catch {
            throw .file(error)
        }
    }

    /// The error as a finding.
    func diagnostic(in folder: String) -> Diagnostic {
        switch self {
        case .file(let problem) where problem.action == "lock":
            .error(
                .locked, "can't write in '\(folder)': \(problem.why)", at: nil,
                help: "wait until it has ended, and run this again")
        case .file(let problem) where problem.action == "read":
            .error(.unreadable, "can't read '\(problem.path)': \(problem.why)", at: nil)
        case .file(let problem):
            .error(
                .unwritable, "can't \(problem.action) '\(problem.path)': \(problem.why)", at: nil,
                notes: [Diagnostic.Note("nothing was written")])
        case .stopped(let failure): failure.diagnostic
        case .manifest(.unreadable(let line)):
            .error(
                .badManifest, "can't read line \(line) of '\(folder)/\(Manifest.name)'", at: nil,
                help:
                    "take it from your version control again; after a merge conflict, delete it and run with --force, "
                    + "which rewrites gen's own files")
        case .manifest(.newer(let format)):
            .error(
                .badManifest, "'\(folder)/\(Manifest.name)' has form \(format), and this gen knows \(Manifest.format)",
                at: nil, help: "use the newer gen that wrote it")
        case .otherService(let other):
            .error(
                .otherService, "'\(folder)' is the package of another service, '\(other)'", at: nil,
                help: "name another folder with --output")
        }
    }
}

extension WriteFailure {
    fileprivate var diagnostic: Diagnostic {
        var notes = [Diagnostic.Note(done.isEmpty ? "nothing was written" : "written: \(Self.list(done))")]
        if !done.isEmpty { notes.append(Diagnostic.Note("not written: \(Self.list(undone))")) }
        return .error(
            .unwritable, "can't \(problem.action) '\(problem.path)': \(problem.why)", at: nil,
            help: "mend that and run this again: it goes on where it stopped", notes: notes)
    }

    private static func list(_ paths: [OutputPath]) -> String {
        paths.map(\.description).joined(separator: ", ")
    }
}

extension WritePlan.Step {
    /// Why gen doesn't touch the file.
    func diagnostic(in folder: String) -> Diagnostic {
        let file = "'\(folder)/\(path)'"
        switch decision {
        case .refuse(.edited):
            return .error(
                .editedByHand, "\(file) is gen's own file, and somebody edited it", at: nil,
                help: "move the edit into a file of yours and run with --force, which overwrites it",
                notes: [Diagnostic.Note("nothing was written")])
        case .refuse(.foreign):
            return .error(
                .inTheWay, "\(file) stands where gen's own file must, and \(Manifest.name) doesn't know it", at: nil,
                help: "move it away, or run with --force, which overwrites it",
                notes: [Diagnostic.Note("nothing was written")])
        default:
            return .error(
                .inTheWay, "\(file) is a folder or a link, where gen's own file must be", at: nil, help: "move it away",
                notes: [Diagnostic.Note("nothing was written")])
        }
    }
}

extension Manifest {
    /// What `gen.lock` in a folder says; nothing if there is none.
    static func read(from folder: OutputFolder) throws(JobError) -> Manifest? {
        guard let path = OutputPath(name) else { return nil }
        guard case .file(let bytes) = try JobError.wrapping({ () throws(FileProblem) in try folder.state(of: path) })
        else { return nil }
        do {
            return try Manifest(text: String(decoding: bytes, as: UTF8.self))
        } catch {
            throw .manifest(error)
        }
    }
}
