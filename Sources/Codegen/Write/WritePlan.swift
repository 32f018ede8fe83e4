import GatewayParallel

/// What a run will do, file by file, worked out before anything is touched.
public struct WritePlan: Sendable {
    /// One file's fate.
    public struct Step: Hashable, Sendable {
        /// Which file.
        public let path: OutputPath
        /// What is done with it.
        public let decision: FileDecision
    }

    /// In order of path.
    public let steps: [Step]
    let bytes: [OutputPath: [UInt8]]
    /// What stands where gen's own files change, for `--check` to show.
    let old: [OutputPath: [UInt8]]
    let before: Manifest?
    let after: Manifest

    /// Whether the disk would change, or should and may not: what `--check` looks for.
    public var drifts: Bool { !refusals.isEmpty || steps.contains { $0.decision.writes } || before != after }

    /// The files gen may not touch; while there is one, nothing is written.
    public var refusals: [Step] {
        steps.filter { step in
            if case .refuse = step.decision { return true }
            return false
        }
    }

    var writes: [OutputPath] {
        steps.filter { $0.decision.writes && $0.decision != .remove }.map(\.path)
    }

    var removals: [OutputPath] {
        steps.filter { $0.decision == .remove }.map(\.path)
    }
}

extension WritePlan {
    /// Compares what the spec asks for with what is there.
    init(files: [OutputFile], service: String, manifest: Manifest?, folder: OutputFolder, force: Bool)
        throws(FileProblem)
    {
        var steps: [Step] = []
        var bytes: [OutputPath: [UInt8]] = [:]
        var old: [OutputPath: [UInt8]] = [:]
        var asked: [(file: OutputFile, decision: FileDecision, known: Manifest.Entry?)] = []
        for file in files {
            let known = manifest?.files[file.path]
            let disk = try folder.state(of: file.path)
            let followed = Self.followed(file, disk: disk, known: known)
            let file = followed ?? file
            let decision =
                followed != nil
                ? .update
                : FileDecision.asked(
                    file, disk: disk, known: known, force: force,
                    standsElsewhere: { folder.contains($0, under: "Sources") })
            if case .file(let there) = disk, file.owner == .generated || followed != nil, there != file.bytes {
                old[file.path] = there
            }
            steps.append(Step(path: file.path, decision: decision))
            bytes[file.path] = file.bytes
            asked.append((file, decision, known))
        }
        var after = Manifest(service: service)
        let entries = Parallel.map(asked) { Self.entry(for: $0.file, decision: $0.decision, known: $0.known) }
        for (asked, entry) in zip(asked, entries) { after.files[asked.file.path] = entry }
        for (path, known) in manifest?.files ?? [:] where bytes[path] == nil {
            guard let decision = FileDecision.unasked(known, disk: try folder.state(of: path), force: force)
            else { continue }
            steps.append(Step(path: path, decision: decision))
            if decision == .orphan { after.files[path] = known }
        }
        self.steps = steps.sorted { $0.path < $1.path }
        self.bytes = bytes
        self.old = old
        self.before = manifest
        self.after = after
    }

    /// A file of the user's whose lines must follow the spec, and may, since nobody has edited it; nil for all others.
    private static func followed(_ file: OutputFile, disk: DiskState, known: Manifest.Entry?) -> OutputFile? {
        guard let lines = file.followed, case .file(let there) = disk, let known,
            known.hashes.contains(SHA256.hex(there)), let bytes = lines.applied(to: there), bytes != there
        else { return nil }
        return OutputFile(path: file.path, owner: file.owner, bytes: bytes, followed: lines)
    }

    /// A file of the user's keeps the hash of what gen wrote, so that one can see whether it was edited.
    private static func entry(for file: OutputFile, decision: FileDecision, known: Manifest.Entry?) -> Manifest.Entry? {
        switch decision {
        case .keep, .leaveAway:
            known ?? Manifest.Entry(kind: .once, hashes: [SHA256.hex(file.bytes)])
        case .refuse: known
        case .create, .update, .restore, .overwrite, .unchanged, .remove, .orphan:
            Manifest.Entry(kind: file.owner.kind, hashes: [SHA256.hex(file.bytes)])
        }
    }
}
