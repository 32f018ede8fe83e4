import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

/// Where a completion is asked for. What stands there is seldom YAML yet, so a word of our own is put in its place, and the document
/// mended around it until it can be read.
struct CompletionSite {
    /// The word that is being typed.
    let span: SourceSpan
    /// What is being typed so far.
    let word: String
    /// Whether a colon stands behind it.
    let hasColon: Bool
    private let before: String
    private let after: String

    /// No name in a spec.
    static let marker = "zzcompletionzz"

    init(_ file: SourceFile, at position: SourcePosition) {
        let line = Array((file.line(position.line) ?? "").unicodeScalars)
        let caret = min(position.column - 1, line.count)
        var start = caret
        while start > 0, Self.isWord(line[start - 1]) { start -= 1 }
        let end = line[caret...].firstIndex { !Self.isWord($0) } ?? line.count
        span = file.span(
            SourcePosition(line: position.line, column: start + 1), SourcePosition(line: position.line, column: end + 1)
        )
        word = String(String.UnicodeScalarView(line[start..<caret]))
        hasColon = end < line.count && line[end] == ":"
        let text = file.text.unicodeScalars
        let lineStart = Self.offset(ofLine: position.line, in: file)
        before = String(String.UnicodeScalarView(text.prefix(lineStart + start)))
        after = String(String.UnicodeScalarView(text.dropFirst(lineStart + end)))
    }

    /// The texts to try, the likeliest first.
    var candidates: [String] {
        let line = before.lastIndex(where: \.isNewline).map { before[before.index(after: $0)...] } ?? before[...]
        let isAlone = line.allSatisfy { $0 == " " || $0 == "-" }
        let marker = Self.marker
        let forms = hasColon ? [marker] : isAlone ? [marker + ":", marker] : [marker, marker + ": x"]
        let closers = Self.closers(of: before)
        let rest = after.drop { !$0.isNewline }
        // As it is; with the line's open braces closed; without what follows.
        let tails: [String] = [String(after), closers + rest, closers + "\n"]
        return tails.flatMap { tail in forms.map { form in before + form + tail } }
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "_$-/.?".unicodeScalars.contains(scalar)
    }

    /// How many scalars stand before a line, a byte-order mark not counted.
    private static func offset(ofLine number: Int, in file: SourceFile) -> Int {
        guard number > 1 else { return file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 1 : 0 }
        var low = 0
        var high = file.bytes.count
        while low < high {
            let middle = (low + high) / 2
            if file.position(ofByte: middle).line < number { low = middle + 1 } else { high = middle }
        }
        return String(decoding: file.bytes[..<low], as: UTF8.self).unicodeScalars.count
    }

    /// What closes the quotes, braces and brackets that are open behind a text.
    private static func closers(of text: String) -> String {
        var open: [Character] = []
        var quote: Character?
        var previous: Character = "\n"
        var isEscaped = false
        for character in text {
            defer { previous = character }
            if let current = quote {
                if isEscaped {
                    isEscaped = false
                } else if current == "\"", character == "\\" {
                    isEscaped = true
                } else if character == current || current == "#" && character.isNewline {
                    quote = nil
                }
                continue
            }
            let isStart = previous.isWhitespace || "[{,:".contains(previous)
            switch character {
            case "\"", "'": if isStart { quote = character }
            case "#": if previous.isWhitespace { quote = "#" }
            case "{": if isStart { open.append("}") }
            case "[": if isStart { open.append("]") }
            case "}", "]": if open.last == character { open.removeLast() }
            default: break
            }
        }
        return (quote.map { $0 == "#" ? "" : String($0) } ?? "") + String(open.reversed())
    }
}
