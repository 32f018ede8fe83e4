extension KeyRow {
    /// All that an editor says about the key: what it does, what it takes, its default, and who may override it.
    var explanation: String {
        var lines = ["Takes \(shape.expected)."]
        if let fallback { lines.append("Default: \(fallback).") }
        if isRequired { lines.append("Required.") }
        if isOverridable { lines.append("The service's config may override it.") }
        return doc + "\n\n" + lines.joined(separator: " ")
    }

    /// The default as a plain word, where it is one and no description.
    var plainDefault: String? {
        guard let fallback, fallback.count > 2, fallback.hasPrefix("`"), fallback.hasSuffix("`") else { return nil }
        let word = fallback.dropFirst().dropLast()
        return word.contains("`") || word.contains("[") ? nil : String(word)
    }
}
