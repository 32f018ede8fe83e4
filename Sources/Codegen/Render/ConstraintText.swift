import GatewaySpec

/// What a field must satisfy, in words, for its doc comment.
enum ConstraintText {
    /// The doc of a field and its rules: `What to say. Trimmed, 1 to 512 characters.`
    static func doc(_ field: Field, scalar: ScalarType?) -> String? {
        var sentences: [String] = []
        if let doc = field.doc { sentences.append(doc) }
        if let rules = rules(field.type.constraints, scalar: scalar) { sentences.append(rules) }
        if let value = field.defaultValue { sentences.append("Default: `\(DocText.line(value.value.json))`.") }
        if let deprecated = field.deprecated {
            sentences.append(deprecated.isEmpty ? "Deprecated." : "Deprecated: \(deprecated)")
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    /// The rules as a sentence; nothing if there are none.
    static func rules(_ constraints: Constraints, scalar: ScalarType?) -> String? {
        var parts: [String] = []
        if constraints.trim == true { parts.append("trimmed") }
        if let length = constraints.length?.value {
            parts.append(count(length, scalar == .bytes ? "byte" : "character"))
        }
        if let items = constraints.items?.value { parts.append(count(items, "element")) }
        if let range = constraints.range?.value, let text = bounds(range) { parts.append(text) }
        if constraints.quoted == true { parts.append("in quotes in JSON") }
        if let format = constraints.format { parts.append(name(format)) }
        if let pattern = constraints.pattern?.value { parts.append("matches `\(DocText.line(pattern))`") }
        if let oneOf = constraints.oneOf {
            parts.append("one of " + oneOf.map { "`\(DocText.line($0.value.json))`" }.joined(separator: ", "))
        }
        guard !parts.isEmpty else { return nil }
        let text = parts.joined(separator: ", ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static func count(_ range: CountRange, _ unit: String) -> String {
        let unit = (range.upper ?? range.lower) == 1 ? unit : unit + "s"
        guard let upper = range.upper else { return "at least \(range.lower) \(unit)" }
        if range.lower == upper { return "\(upper) \(unit)" }
        return range.lower == 0 ? "at most \(upper) \(unit)" : "\(range.lower) to \(upper) \(unit)"
    }

    private static func bounds(_ range: NumberRange) -> String? {
        if let lower = range.lower, let upper = range.upper, !range.excludesLower, !range.excludesUpper {
            return "\(lower) to \(upper)"
        }
        let bounds = [
            range.lower.map { "\(range.excludesLower ? "more than" : "at least") \($0)" },
            range.upper.map { "\(range.excludesUpper ? "less than" : "at most") \($0)" },
        ].compactMap { $0 }
        return bounds.isEmpty ? nil : bounds.joined(separator: " and ")
    }

    private static func name(_ format: StringFormat) -> String {
        switch format {
        case .email: "an e-mail address"
        case .hostname: "a host's name"
        case .ip: "an IP address"
        case .uri: "a URI"
        }
    }
}
