/// Did-you-mean: finds the known name a wrong one was most likely meant to be.
public enum Suggestion {
    /// Names longer than this are nobody's typing mistake, and would be slow to compare.
    private static let longest = 64

    /// The candidate nearest to `name`, or `nil` if none is near; ties go to one of the same letters (`int46` is `int64`, not
    /// `int16`), then to the first in order of text.
    ///
    /// Near is one edit for names up to 3 characters, else a third of the longer name's characters; an edit adds, drops or
    /// replaces a character or swaps two neighbours. A difference of case alone is always near.
    public static func closest(to name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().unicodeScalars)
        guard !wanted.isEmpty, wanted.count <= longest else { return nil }
        var best: (distance: Int, sameLetters: Bool, name: String)?
        for candidate in candidates where candidate != name {
            let other = Array(candidate.lowercased().unicodeScalars)
            guard !other.isEmpty, other.count <= longest else { continue }
            let allowed = max(1, max(wanted.count, other.count) / 3)
            guard abs(wanted.count - other.count) <= allowed else { continue }
            let distance = distance(wanted, other)
            // Replacing every character of a short name is no likeness.
            guard distance <= allowed, distance < min(wanted.count, other.count) else { continue }
            let sameLetters = wanted.sorted() == other.sorted()
            guard let found = best else {
                best = (distance, sameLetters, candidate)
                continue
            }
            if (distance, sameLetters ? 0 : 1, candidate) < (found.distance, found.sameLetters ? 0 : 1, found.name) {
                best = (distance, sameLetters, candidate)
            }
        }
        return best?.name
    }

    /// `did you mean 'x'?` for the nearest candidate, or `nil`.
    public static func didYouMean(_ name: String, among candidates: some Sequence<String>) -> String? {
        closest(to: name, among: candidates).map { "did you mean '\($0)'?" }
    }

    /// Damerau–Levenshtein in its restricted form (optimal string alignment): no stretch is edited twice.
    private static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for i in 1...left.count {
            var row = [i]
            row.reserveCapacity(right.count + 1)
            for j in 1...right.count {
                let cost = left[i - 1] == right[j - 1] ? 0 : 1
                var value = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    value = min(value, beforeLast[j - 2] + 1)
                }
                row.append(value)
            }
            beforeLast = last
            last = row
        }
        return last[right.count]
    }
}
