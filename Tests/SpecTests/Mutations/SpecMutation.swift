import GatewayDiagnostics
import GatewayYAML

/// One change that makes nonsense of a spec, and where that must be reported.
struct SpecMutation: Sendable, CustomStringConvertible {
    /// What is changed: `misspell the key 'timeout'`.
    let what: String
    /// The place of the change.
    let span: SourceSpan
    /// What stands there instead.
    let replacement: String
    /// Where an error must stand.
    let expected: Expectation

    /// A line of a file.
    struct Place: Hashable, Sendable, CustomStringConvertible {
        let file: String
        let line: Int

        init(_ span: SourceSpan, adding lines: Int = 0) { (file, line) = (span.file.path, span.start.line + lines) }
        init(file: String, line: Int) { (self.file, self.line) = (file, line) }

        var description: String { "\(file):\(line)" }
    }

    enum Expectation: Sendable {
        /// In each of these places.
        case all([Place])
        /// In one of these places.
        case any([Place])
    }

    var description: String { "\(span): \(what) (→ '\(replacement.prefix(60))')" }

    /// The file after the change. Its other lines keep their numbers: what is longer than one line is replaced by as many.
    var changed: SourceFile {
        var bytes = span.file.bytes
        let range = SpecText.offset(span.start, in: span.file)..<SpecText.offset(span.end, in: span.file)
        let before = bytes[range].count { $0 == UInt8(ascii: "\n") }
        let padding = max(0, before - replacement.utf8.count { $0 == UInt8(ascii: "\n") })
        bytes.replaceSubrange(range, with: Array((replacement + String(repeating: "\n", count: padding)).utf8))
        return SourceFile(path: span.file.path, bytes: bytes)
    }

    /// Whether findings say what must be said.
    func isReported(by findings: [Diagnostic]) -> Bool {
        let errors = Set(findings.filter { $0.severity == .error }.compactMap { $0.span.map { Place($0) } })
        return switch expected {
        case .all(let places): errors.isSuperset(of: places)
        case .any(let places): !errors.isDisjoint(with: places)
        }
    }
}

/// The text of a document's parts.
enum SpecText {
    static func text(_ span: SourceSpan) -> String {
        String(
            decoding: span.file.bytes[offset(span.start, in: span.file)..<offset(span.end, in: span.file)],
            as: UTF8.self)
    }

    static func offset(_ position: SourcePosition, in file: SourceFile) -> Int {
        var low = 0
        var high = file.bytes.count
        while low < high {
            let middle = (low + high) / 2
            if file.position(ofByte: middle) < position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The span of an entry, in braces with the comma behind it.
    static func whole(_ entry: Node.Entry) -> SourceSpan {
        let span = entry.key.span.through(entry.value.span)
        let file = span.file
        var end = offset(span.end, in: file)
        // A block's end may be the next key's beginning.
        while end > 0, [UInt8(ascii: " "), UInt8(ascii: "\n")].contains(file.bytes[end - 1]) { end -= 1 }
        if end < file.bytes.count, file.bytes[end] == UInt8(ascii: ",") { end += 1 }
        return file.span(span.start, file.position(ofByte: end))
    }

    /// Whether the entry stands in braces, by what follows or goes before it on its line.
    static func isFlow(_ entry: Node.Entry) -> Bool {
        let file = entry.key.span.file
        let line = file.span(.init(line: entry.key.span.start.line, column: 1), entry.key.span.start)
        let before = text(line)
        return before.count { $0 == "{" } > before.count { $0 == "}" }
    }

    /// The word with one letter other, more or less, and none of those.
    static func misspelt(
        _ word: String, not known: (String) -> Bool, using random: inout SeededGenerator
    ) -> String? {
        for _ in 0..<20 {
            var letters = Array(word)
            guard let place = letters.indices.filter({ letters[$0].isLetter }).randomElement(using: &random) else {
                return nil
            }
            switch Int.random(in: 0..<3, using: &random) {
            case 0 where letters.count > 2: letters.remove(at: place)
            case 1: letters.insert("q", at: place)
            default: letters[place] = letters[place] == "q" ? "z" : "q"
            }
            let wrong = String(letters)
            if wrong != word, !known(wrong) { return wrong }
        }
        return nil
    }
}
