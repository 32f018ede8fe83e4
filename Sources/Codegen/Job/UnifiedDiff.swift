/// What changes in a text, as `diff -u` shows it.
struct UnifiedDiff {
    /// How many lines round a change are shown.
    static let context = 2

    private enum Line {
        case same(Substring)
        case removed(Substring)
        case added(Substring)
    }

    /// The changes, each hunk under its `@@` line; none for the same text.
    static func lines(from old: String, to new: String) -> [String] {
        let all = merged(split(old), split(new))
        var shown = [Bool](repeating: false, count: all.count)
        for (index, line) in all.enumerated() {
            if case .same = line { continue }
            for near in max(0, index - context)...min(all.count - 1, index + context) { shown[near] = true }
        }
        var result: [String] = []
        var (oldNumber, newNumber) = (1, 1)
        var isInside = false
        for (line, isShown) in zip(all, shown) {
            if isShown && !isInside { result.append("@@ -\(oldNumber) +\(newNumber) @@") }
            isInside = isShown
            switch line {
            case .same(let text):
                if isShown { result.append(" \(text)") }
                oldNumber += 1
                newNumber += 1
            case .removed(let text):
                result.append("-\(text)")
                oldNumber += 1
            case .added(let text):
                result.append("+\(text)")
                newNumber += 1
            }
        }
        return result
    }

    /// Both texts in one, what goes before what comes.
    private static func merged(_ old: [Substring], _ new: [Substring]) -> [Line] {
        var removed: Set<Int> = []
        var added: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        var lines: [Line] = []
        var (i, j) = (0, 0)
        while i < old.count || j < new.count {
            if i < old.count, removed.contains(i) {
                lines.append(.removed(old[i]))
                i += 1
            } else if j < new.count, added.contains(j) {
                lines.append(.added(new[j]))
                j += 1
            } else {
                lines.append(.same(new[j]))
                i += 1
                j += 1
            }
        }
        return lines
    }

    private static func split(_ text: String) -> [Substring] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        return lines
    }
}
