/// What a run did with each file, or would do.
public struct WriteReport: Sendable {
    /// Every file's fate, in order of path.
    public let steps: [WritePlan.Step]
    /// The package's folder, as the user would type it.
    public let folder: String
    /// Whether the folder is as the spec says; never so after a refusal.
    public let isCurrent: Bool
    private let mode: PackageJob.Mode
    private let isFirst: Bool
    private let isRefused: Bool
    private let changes: [(path: OutputPath, lines: [String])]

    init(plan: WritePlan, folder: String, mode: PackageJob.Mode) {
        steps = plan.steps
        self.folder = folder
        self.mode = mode
        isCurrent = !plan.drifts
        isFirst = plan.before == nil
        isRefused = !plan.refusals.isEmpty
        changes = mode == .check ? Self.changes(plan) : []
    }

    /// What would change in gen's own files, line by line.
    private static func changes(_ plan: WritePlan) -> [(path: OutputPath, lines: [String])] {
        plan.old.sorted { $0.key < $1.key }.map { path, old in
            let new = String(decoding: plan.bytes[path] ?? [], as: UTF8.self)
            return (path, UnifiedDiff.lines(from: String(decoding: old, as: UTF8.self), to: new))
        }
    }

    /// The summary for people: a line for each file that changed or wants a word, counts for the rest, what to type next.
    public var text: String {
        var lines = [heading]
        for step in steps {
            guard let (word, remark) = Self.words(step.decision) else { continue }
            lines.append("  \(word.padded(to: 12))\(step.path)\(remark.map { "  (\($0))" } ?? "")")
        }
        lines += [count(.unchanged, "as it was"), count(.keep, "yours, kept")].compactMap { $0 }
        for change in changes {
            lines += ["", "--- \(change.path)", "+++ \(change.path), as the spec says"] + change.lines
        }
        if mode == .write && !isRefused { lines += next }
        return lines.joined(separator: "\n") + "\n"
    }

    private var heading: String {
        switch mode {
        case .write: isRefused ? "\(folder): nothing was written" : folder
        case .check:
            isCurrent ? "\(folder): as the spec says" : "\(folder): not as the spec says; 'gen api' would do this"
        case .dryRun: "\(folder): would do this"
        }
    }

    private static func words(_ decision: FileDecision) -> (String, String?)? {
        switch decision {
        case .create: ("written", nil)
        case .update: ("rewritten", nil)
        case .overwrite: ("overwritten", "it had been edited")
        case .restore: ("written", "anew: it was gone, and the package needs it")
        case .remove: ("removed", "the spec no longer asks for it")
        case .leaveAway: ("left away", "you deleted or moved it")
        case .orphan: ("orphaned", "the spec no longer asks for it; it is yours, so delete it when you like")
        case .refuse: ("refused", nil)
        case .unchanged, .keep: nil
        }
    }

    private func count(_ decision: FileDecision, _ words: String) -> String? {
        let count = steps.count { $0.decision == decision }
        guard count > 0 else { return nil }
        return "  \(words.padded(to: 12))\(count == 1 ? "1 file" : "\(count) files")"
    }

    private var next: [String] {
        let folder = folder.contains(where: { " '\"$\\".contains($0) }) ? "'\(folder)'" : folder
        if isFirst { return ["", "Next: cd \(folder) && swift run"] }
        return steps.contains { $0.decision.writes } ? ["", "Next: cd \(folder) && swift build"] : []
    }
}

extension String {
    fileprivate func padded(to count: Int) -> String {
        self + String(repeating: " ", count: max(1, count - self.count))
    }
}
