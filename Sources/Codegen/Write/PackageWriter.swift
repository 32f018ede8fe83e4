/// Brings a folder to what a plan says: all of it or, if the system refuses, with no half file and a word on each.
struct PackageWriter {
    let folder: OutputFolder

    /// Does what `plan` says.
    ///
    /// Every file is first written beside its place; only when all are there do they take their places, one rename
    /// each. Between the two `gen.lock` vouches for the old and the new bytes, so that a killed run can be repeated.
    func run(_ plan: WritePlan) throws(WriteFailure) {
        guard plan.writes.count + plan.removals.count > 0 || plan.before != plan.after else { return }
        guard let lockFile = OutputPath(Manifest.name) else { return }
        let journal = Self.journal(plan)
        var staged: [OutputPath] = []
        do {
            for path in plan.writes {
                staged.append(path)
                try folder.stage(plan.bytes[path] ?? [], for: path)
            }
            try write(journal, to: lockFile)
        } catch {
            staged.forEach(undo)
            folder.discard(lockFile)
            throw WriteFailure(problem: error, done: [], undone: plan.writes + plan.removals)
        }
        var done: [OutputPath] = []
        do {
            for path in plan.writes {
                try folder.commit(path)
                done.append(path)
            }
            for path in plan.removals {
                try folder.remove(path)
                done.append(path)
            }
            if journal != plan.after { try write(plan.after, to: lockFile) }
        } catch {
            let undone = (plan.writes + plan.removals).filter { !done.contains($0) }
            undone.forEach(undo)
            throw WriteFailure(problem: error, done: done, undone: undone)
        }
    }

    private func undo(_ path: OutputPath) {
        folder.discard(path)
        folder.removeEmptyFolders(above: path)
    }

    private func write(_ manifest: Manifest, to path: OutputPath) throws(FileProblem) {
        try folder.stage(Array(manifest.text.utf8), for: path)
        try folder.commit(path)
    }

    static func journal(_ plan: WritePlan) -> Manifest {
        var journal = plan.after
        for (path, entry) in plan.before?.files ?? [:] {
            journal.files[path, default: entry].hashes.formUnion(entry.hashes)
        }
        return journal
    }
}

/// A run that the system stopped: what it had done and what not.
struct WriteFailure: Error {
    let problem: FileProblem
    let done: [OutputPath]
    let undone: [OutputPath]
}
