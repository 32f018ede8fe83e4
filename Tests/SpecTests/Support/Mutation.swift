import GatewayDiagnostics
import GatewayYAML

/// A seeded generator (SplitMix64), so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

/// One change of a spec's text.
struct Mutation {
    enum Kind: CaseIterable {
        case dropKey, misspellKey, retypeValue, duplicateKey, misspellValue
    }

    var kind: Kind
    /// The token that is changed.
    var token: String
    /// Its line, from 1.
    var line: Int
    /// The text after the change.
    var text: String

    /// Makes a change somewhere in the file.
    static func random(_ kind: Kind, of file: SourceFile, _ root: Node, using generator: inout SeededGenerator)
        -> Mutation?
    {
        var entries: [Node.Entry] = []
        collect(root, into: &entries)
        guard let entry = entries.randomElement(using: &generator) else { return nil }
        let key = entry.key
        let value = entry.value
        switch kind {
        case .misspellKey:
            let wrong = misspell(key.text ?? "", using: &generator)
            return Mutation(
                kind: kind, token: key.text ?? "", line: key.span.start.line, text: replace(key.span, wrong, in: file))
        case .dropKey:
            guard let text = drop(entry, in: file) else { return nil }
            return Mutation(kind: kind, token: key.text ?? "", line: key.span.start.line, text: text)
        case .retypeValue:
            guard value.span.start.line == value.span.end.line else { return nil }
            let other = ["[]", "{}", "12", "true", "[a, b]", "{ a: b }", "null", "\"\"", "-1", "..", "x y"]
                .randomElement(using: &generator)
            return Mutation(
                kind: kind, token: value.text ?? "", line: value.span.start.line,
                text: replace(value.span, other ?? "", in: file))
        case .duplicateKey:
            guard value.span.start.line == value.span.end.line, value.span.start.line == key.span.start.line else {
                return nil
            }
            let whole = key.span.through(value.span)
            let copy = text(of: whole, in: file)
            let isFlow = text(of: file.span(.init(line: key.span.start.line, column: 1), key.span.start), in: file)
                .contains("{")
            let indent = String(repeating: " ", count: key.span.start.column - 1)
            return Mutation(
                kind: kind, token: key.text ?? "", line: key.span.start.line + (isFlow ? 0 : 1),
                text: replace(whole, copy + (isFlow ? ", " : "\n" + indent) + copy, in: file))
        case .misspellValue:
            guard let text = value.text, !text.isEmpty, value.span.start.line == value.span.end.line else { return nil }
            let wrong = misspell(text, using: &generator)
            let isQuoted = value.scalar?.isQuoted == true
            return Mutation(
                kind: kind, token: text, line: value.span.start.line,
                text: replace(value.span, isQuoted ? "\"\(wrong)\"" : wrong, in: file))
        }
    }

    private static func collect(_ node: Node, into entries: inout [Node.Entry]) {
        for entry in node.mapping ?? [] {
            entries.append(entry)
            collect(entry.value, into: &entries)
        }
        for item in node.sequence ?? [] { collect(item, into: &entries) }
    }

    /// A word with one letter more, less or other.
    private static func misspell(_ word: String, using generator: inout SeededGenerator) -> String {
        var letters = Array(word)
        let letterPlaces = letters.indices.filter { letters[$0].isLetter }
        guard let place = letterPlaces.randomElement(using: &generator) else { return word + "x" }
        switch Int.random(in: 0..<3, using: &generator) {
        case 0 where letters.count > 2: letters.remove(at: place)
        case 1: letters.insert("q", at: place)
        default: letters[place] = letters[place] == "q" ? "z" : "q"
        }
        return String(letters)
    }

    private static func drop(_ entry: Node.Entry, in file: SourceFile) -> String? {
        let whole = entry.key.span.through(entry.value.span)
        let (start, end) = (offset(whole.start, in: file), offset(whole.end, in: file))
        var bytes = file.bytes
        var last = end
        // In braces the comma goes too.
        if last < bytes.count, bytes[last] == UInt8(ascii: ",") { last += 1 }
        bytes.removeSubrange(start..<last)
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func replace(_ span: SourceSpan, _ text: String, in file: SourceFile) -> String {
        var bytes = file.bytes
        bytes.replaceSubrange(offset(span.start, in: file)..<offset(span.end, in: file), with: Array(text.utf8))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func text(of span: SourceSpan, in file: SourceFile) -> String {
        String(decoding: file.bytes[offset(span.start, in: file)..<offset(span.end, in: file)], as: UTF8.self)
    }

    private static func offset(_ position: SourcePosition, in file: SourceFile) -> Int {
        var offset = 0
        for line in 1..<max(position.line, 1) { offset += (file.bytes(ofLine: line)?.count ?? 0) + 1 }
        let scalars = (file.line(position.line) ?? "").unicodeScalars.prefix(position.column - 1)
        return min(offset + String(String.UnicodeScalarView(scalars)).utf8.count, file.bytes.count)
    }
}
