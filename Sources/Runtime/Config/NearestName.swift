/// The name that was probably meant.
enum NearestName {
    /// The candidate that the fewest edits lead to, if they are few for its length.
    static func of(_ text: String, among candidates: [String]) -> String? {
        let lowered = Array(text.lowercased())
        let ranked = candidates.map { (distance(lowered, Array($0.lowercased())), $0) }.min { $0.0 < $1.0 }
        guard let ranked, ranked.0 <= max(1, min(lowered.count, ranked.1.count) / 3) else { return nil }
        return ranked.1
    }

    /// Edits to get from one to the other: insert, remove, replace, swap neighbours (Damerau–Levenshtein, optimal string
    /// alignment).
    private static func distance(_ left: [Character], _ right: [Character]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let substitution = previous[column] + (left[row] == right[column] ? 0 : 1)
                var best = min(substitution, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
