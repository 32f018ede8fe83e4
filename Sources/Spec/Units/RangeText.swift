/// Ranges as the spec writes them: `1..512`, `3..`, `..10`; of numbers also without an end, `0<..1`, `0..<1`.
enum RangeText {
    static func numbers(_ text: String) -> Result<NumberRange, Complaint> {
        guard var (lower, upper) = split(text) else { return .failure(complaint(text)) }
        var range = NumberRange(lower: nil, upper: nil)
        if lower.last == "<" {
            range.excludesLower = true
            lower = lower.dropLast()
        }
        if upper.first == "<" {
            range.excludesUpper = true
            upper = upper.dropFirst()
        }
        range.lower = Number(lower)
        range.upper = Number(upper)
        guard range.lower != nil || (lower.isEmpty && !range.excludesLower),
            range.upper != nil || (upper.isEmpty && !range.excludesUpper)
        else { return .failure(complaint(text)) }
        if let first = range.lower, let last = range.upper {
            if last < first { return .failure(backwards(text, lower, upper)) }
            if !(first < last), range.excludesLower || range.excludesUpper { return .failure(empty(text)) }
        }
        return .success(range)
    }

    static func counts(_ text: String) -> Result<CountRange, Complaint> {
        guard let (lower, upper) = split(text) else { return .failure(complaint(text)) }
        guard let first = lower.isEmpty ? 0 : CountText.parse(String(lower)) else { return .failure(complaint(text)) }
        guard !upper.isEmpty else { return .success(CountRange(lower: first, upper: nil)) }
        guard let last = CountText.parse(String(upper)) else { return .failure(complaint(text)) }
        guard first <= last else { return .failure(backwards(text, lower, upper)) }
        return .success(CountRange(lower: first, upper: last))
    }

    private static func split(_ text: String) -> (Substring, Substring)? {
        let (bytes, dot) = (text.utf8, UInt8(ascii: "."))
        var first = bytes.startIndex
        while let found = bytes[first...].firstIndex(of: dot) {
            let second = bytes.index(after: found)
            guard second < bytes.endIndex else { return nil }
            if bytes[second] == dot {
                let (lower, upper) = (text[..<found], text[bytes.index(after: second)...])
                return lower.isEmpty && upper.isEmpty ? nil : (lower, upper)
            }
            first = second
        }
        return nil
    }

    /// A range that leaves out the only number it could have.
    static func empty(_ text: String) -> Complaint {
        Complaint(
            .impossibleRange, "nothing lies in the range '\(text)'", help: "`<` leaves the number beside it out")
    }

    private static func backwards(_ text: String, _ lower: Substring, _ upper: Substring) -> Complaint {
        Complaint(
            .impossibleRange, "nothing lies in the range '\(text)'", label: "\(lower) is more than \(upper)",
            help: "did you mean `\(upper)..\(lower)`?")
    }

    private static func complaint(_ text: String) -> Complaint {
        var help = "such as `1..512`, `3..` (at least) or `..10` (at most)"
        if Number(Substring(text)) != nil {
            help = "write `\(text)..\(text)` for exactly that, `..\(text)` for at most, `\(text)..` for at least"
        } else if let other = ["...", "..<", "-", "~", ",", " to ", ":"].first(where: { text.contains($0) }) {
            let ends = separated(text, by: other)
            if ends.count == 2, Number(Substring(ends[0])) != nil, Number(Substring(ends[1])) != nil {
                help = "write `\(ends[0])..\(ends[1])`; both ends belong to it"
            }
        }
        return Complaint(.rangeForm, "'\(text)' is no range", label: "two numbers with `..` between them", help: help)
    }

    private static func separated(_ text: String, by separator: String) -> [String] {
        var parts = [""]
        var rest = Substring(text)
        while let first = rest.first {
            if rest.hasPrefix(separator) {
                parts.append("")
                rest = rest.dropFirst(separator.count)
            } else {
                parts[parts.count - 1].append(first)
                rest = rest.dropFirst()
            }
        }
        return parts.map { $0.filter { $0 != " " } }
    }
}

extension Number {
    /// Reads a number as YAML's core schema and JSON write it; nil for anything else, infinity and NaN too.
    init?(_ text: Substring) {
        guard let first = text.utf8.first,
            first == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            let last = text.utf8.last, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(last),
            text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) })
        else { return nil }
        if let value = Int64(text) {
            self = .integer(value)
        } else if let value = UInt64(text) {
            self = .unsigned(value)
        } else if let value = Double(text), value.isFinite {
            self = .double(value)
        } else {
            return nil
        }
    }
}
