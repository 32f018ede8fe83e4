/// One change of a spec's text that mostly breaks its form.
enum KeyMutation {
    static func apply(to text: String, using random: inout SeededGenerator) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let places = lines.indices.filter { lines[$0].contains(": ") || lines[$0].hasSuffix(":") }
        guard let line = places.randomElement(using: &random) else { return text }
        if Int.random(in: 0..<6, using: &random) == 0 {
            lines.remove(at: line)
        } else {
            lines[line] = change(lines[line], using: &random)
        }
        return lines.joined(separator: "\n")
    }

    /// A line with another key, another value, or a key more.
    private static func change(_ line: String, using random: inout SeededGenerator) -> String {
        let indent = line.prefix { $0 == " " || $0 == "-" }
        var words = line.dropFirst(indent.count).split(separator: " ").map(String.init)
        guard let key = words.indices.filter({ words[$0].hasSuffix(":") }).randomElement(using: &random) else {
            return line
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: words[key] = misspelt(words[key], using: &random)
        case 1: words[key] = "extra: 1, " + words[key]
        case 2: words[key] = words[key].dropLast() + "x:"
        default:
            guard key + 1 < words.count, let value = values.randomElement(using: &random) else { break }
            words[key + 1] = value + (words[key + 1].hasSuffix(",") ? "," : "")
        }
        return indent + words.joined(separator: " ")
    }

    private static let values = [
        "[]", "{}", "12", "true", "[a, b]", "{ a: b }", "null", "\"\"", "0", "1.5", "x y", "none", "\"12\"",
    ]

    private static func misspelt(_ word: String, using random: inout SeededGenerator) -> String {
        var letters = Array(word)
        guard let place = letters.indices.filter({ letters[$0].isLetter }).randomElement(using: &random) else {
            return "q" + word
        }
        letters[place] = letters[place] == "q" ? "z" : "q"
        return String(letters)
    }
}
