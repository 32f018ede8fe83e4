/// Reads a config file's nodes by recursive descent over its lines.
struct ConfigParser {
    let text: ConfigText
    private let environment: (String) -> String?
    /// What is wrong, in the order of finding; a syntax error ends the list.
    private(set) var problems: [Problem] = []
    /// The line that is read, from 0.
    var line = 0
    /// The place in it, from 0.
    var column = 0
    private var depth = 0

    /// The deepest nesting of lists and mappings.
    private static let deepest = 64

    /// What is wrong with a place.
    struct Problem: Error {
        let message: String
        let span: ConfigSpan
        let help: String?
    }

    init(_ text: ConfigText, environment: @escaping (String) -> String?) {
        self.text = text
        self.environment = environment
    }

    /// The document's value, or `nil` if it could not be read to its end.
    mutating func parse() -> ConfigNode? {
        do throws(Problem) {
            try skipDocumentStart()
            let root = try blockNode(deeperThan: -1)
            try skipToContent()
            if !isAtEnd { throw problemAfterRoot() }
            return root
        } catch {
            problems.append(error)
            return nil
        }
    }

    /// Passes a `---` before the document.
    private mutating func skipDocumentStart() throws(Problem) {
        try skipToContent()
        guard isDocumentMark("---") else { return }
        guard current.dropFirst(3).allSatisfy(Self.isBlank) || isCommentNext(after: 3) else {
            throw problem("a value cannot follow '---' on its line", help: "begin it on the next line")
        }
        nextLine()
    }

    private func problemAfterRoot() -> Problem {
        if isDocumentMark("---") || isDocumentMark("...") {
            return problem("a second document begins here", length: 3, help: "a config file holds one document")
        }
        return problem(
            "this line is indented less than the file's first entry",
            help: "the entries of one mapping all begin in the same column")
    }
}

// MARK: - Moving

extension ConfigParser {
    /// The characters of the line that is read.
    var current: [Unicode.Scalar] { line < text.lines.count ? text.lines[line] : [] }

    /// The character to read next, or `nil` at the end of the line.
    var next: Unicode.Scalar? { peek(0) }

    /// Whether nothing is left at all.
    var isAtEnd: Bool { line >= text.lines.count }

    /// A character of the line further on, or `nil` past its end.
    func peek(_ distance: Int) -> Unicode.Scalar? {
        let line = current
        return column + distance < line.count ? line[column + distance] : nil
    }

    /// Whether a blank or the end of the line is at a distance.
    func isBlankOrEnd(_ distance: Int) -> Bool { peek(distance).map(Self.isBlank) ?? true }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    mutating func nextLine() {
        line += 1
        column = 0
    }

    mutating func skipBlanks() {
        while let next, Self.isBlank(next) { column += 1 }
    }

    /// Goes to the next character that is neither blank nor comment; on a new line only spaces may stand before it.
    mutating func skipToContent() throws(Problem) {
        while !isAtEnd {
            let isLineStart = column == 0
            skipBlanks()
            if isLineStart, let tab = current[..<column].firstIndex(of: "\t") { throw tabProblem(tab) }
            if let next, !(next == "#" && (column == 0 || Self.isBlank(current[column - 1]))) {
                if column == 0, next == "%" {
                    throw problem("directives ('%') cannot stand in a config file", help: "take the line out")
                }
                return
            }
            nextLine()
        }
    }

    /// Passes what may stand behind a finished value on its line: blanks and a comment.
    mutating func endLine() throws(Problem) {
        let end = column
        skipBlanks()
        guard let next else { return nextLine() }
        if next == "#", column > end { return nextLine() }
        if next == "#" {
            throw problem("a comment needs a space before it", help: "write ' #', or put quotes around the whole value")
        }
        throw problem("the value has ended already", help: "put quotes around the whole value")
    }

    /// Whether the line begins with this mark, a blank or the end behind it.
    func isDocumentMark(_ mark: String) -> Bool {
        column == 0 && current.starts(with: mark.unicodeScalars) && isBlankOrEnd(3)
    }

    private func isCommentNext(after start: Int) -> Bool {
        let rest = current.dropFirst(start)
        guard let first = rest.firstIndex(where: { !Self.isBlank($0) }) else { return false }
        return rest[first] == "#" && first > start
    }
}

// MARK: - Nodes and problems

extension ConfigParser {
    /// Runs a part that is one level further in.
    mutating func nested<Part>(_ body: (inout ConfigParser) throws(Problem) -> Part) throws(Problem) -> Part {
        guard depth < Self.deepest else { throw problem("nested more than \(Self.deepest) deep", help: nil) }
        depth += 1
        let part = try body(&self)
        depth -= 1
        return part
    }

    /// A value with its `${…}` replaced; `verbatim` is how many columns before its text its span begins, if the file writes the text just as
    /// it reads.
    mutating func scalar(_ text: String, quoted: Bool, span: ConfigSpan, verbatim: Int?) -> ConfigNode {
        guard let expansion = EnvironmentReference.expand(text, environment) else {
            return ConfigNode(.scalar(text: text, quoted: quoted), span: span)
        }
        for fault in expansion.problems {
            var place = span
            if let verbatim {
                let start = span.column + verbatim
                place = ConfigSpan(
                    line: span.line, columns: (start + fault.range.lowerBound)..<(start + fault.range.upperBound))
            }
            report(Problem(message: fault.message, span: place, help: fault.help))
        }
        return ConfigNode(
            .scalar(text: expansion.text, quoted: quoted), span: span, isFromEnvironment: expansion.isFromEnvironment)
    }

    /// An entry whose key is not among the others yet; otherwise the problem is noted.
    mutating func add(_ entry: ConfigNode.Entry, to entries: inout [ConfigNode.Entry], _ seen: inout [String: Int]) {
        if let first = seen[entry.key] {
            let message = "the key '\(entry.key)' stands twice in this mapping, first on line \(first)"
            report(Problem(message: message, span: entry.keySpan, help: "keep one of them"))
        } else {
            seen[entry.key] = entry.keySpan.line
            entries.append(entry)
        }
    }

    /// Notes a problem that does not keep the rest from being read.
    private mutating func report(_ problem: Problem) {
        problems.append(problem)
    }

    /// The place from a column of the line that is read up to the next character.
    func span(from start: Int) -> ConfigSpan {
        ConfigSpan(line: line + 1, columns: (start + 1)..<(column + 1))
    }

    /// A problem with the next characters.
    func problem(_ message: String, length: Int = 1, help: String?) -> Problem {
        Problem(
            message: message, span: ConfigSpan(line: line + 1, columns: (column + 1)..<(column + 1 + length)),
            help: help)
    }

    func tabProblem(_ index: Int) -> Problem {
        Problem(
            message: "a tab cannot indent", span: ConfigSpan(line: line + 1, columns: (index + 1)..<(index + 2)),
            help: "replace it with spaces")
    }
}
