import GatewayDiagnostics

/// A syntax failure in words that say what to do.
///
/// libyaml names the place where its grammar had no way on. Where a human would look elsewhere (the quote that nobody closed, the line
/// above that lacks its colon) that place comes first and libyaml's becomes a note.
struct SyntaxFinding {
    let failure: SyntaxFailure
    let file: SourceFile
    /// The innermost list or mapping in brackets or braces that is still open.
    let openFlow: SourcePosition?
    /// The scalar read last.
    let lastScalar: LastScalar?

    /// What the failure may have to do with the scalar before it.
    struct LastScalar {
        let start: SourcePosition
        let end: SourcePosition
        let style: Scalar.Style
    }

    /// The finding to report.
    var diagnostic: Diagnostic {
        switch failure.problem {
        case "found character that cannot start any token": badFirstCharacter
        case "found a tab character where an indentation space is expected",
            "found a tab character that violates indentation":
            tab(at: failure.place)
        case "found unexpected end of stream", "found unexpected document indicator": unclosedQuote
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            badEscape
        case "could not find expected ':'": missingColon(onLineOf: failure.contextPlace ?? failure.place, note: nil)
        case "found unexpected ':'":
            YAMLRule.missingColon.error(
                "a space is missing after the colon", at: here, help: "write 'key: value', with a space")
        case "mapping values are not allowed in this context": misplacedColon
        case "mapping keys are not allowed in this context": misplacedQuestionMark
        case "block sequence entries are not allowed in this context": misplacedDash
        case "did not find expected key", "did not find expected '-' indicator": unevenBlock
        case "did not find expected <document start>": textAfterDocument
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'": brokenFlow
        case "did not find expected node content": missingNode
        case "found incompatible YAML document":
            YAMLRule.badProperty.error(
                "only YAML 1.1 and 1.2 are read", at: here, help: "take the line out: YAML 1.2 needs none")
        default: other
        }
    }

    /// What libyaml seldom says: by what it was reading.
    private var other: Diagnostic {
        switch failure.context {
        case "while scanning a block scalar":
            return YAMLRule.badBlockScalar.error(
                "text in block form cannot begin like this", at: here, label: failure.problem,
                help: "write '|' or '>' at the end of the line and the text indented below it; text that begins with "
                    + "these signs needs quotes")
        case "while scanning an anchor", "while scanning an alias":
            return YAMLRule.badProperty.error(
                "a name must follow '&' and '*'", at: here, help: "put quotes around text that begins with these signs")
        case "while scanning a tag", "while parsing a tag", "while parsing a node":
            return YAMLRule.badProperty.error(
                "malformed tag", at: here, label: failure.problem,
                help: "put quotes around text that begins with '!'")
        case "while scanning a directive", "while scanning a %YAML directive", "while scanning a %TAG directive":
            return YAMLRule.badProperty.error(
                "malformed directive", at: here, label: failure.problem,
                help: "take the line out, or put quotes around text that begins with '%'")
        default:
            let context = failure.context.isEmpty ? "" : " \(failure.context)"
            return YAMLRule.syntax.error("this is not YAML: \(failure.problem)\(context)", at: here)
        }
    }
}

// MARK: - Characters and quotes

extension SyntaxFinding {
    private var badFirstCharacter: Diagnostic {
        guard let character, character != "\t" else { return tab(at: failure.place) }
        return YAMLRule.reservedCharacter.error(
            "plain text cannot begin with '\(character)'", at: here,
            help: "put quotes around it: \(quoted(valueText))")
    }

    private func tab(at place: SourcePosition) -> Diagnostic {
        let tabs = scalars(ofLine: place.line).dropFirst(place.column - 1).prefix { $0 == "\t" }.count
        return YAMLRule.tabIndentation.error(
            "a tab cannot indent", at: span(at: place, length: max(tabs, 1)),
            help: "replace it with spaces; YAML indents with nothing else")
    }

    private var unclosedQuote: Diagnostic {
        let start = failure.contextPlace ?? failure.place
        let quote = scalars(ofLine: start.line).dropFirst(start.column - 1).first ?? "\""
        let reason =
            failure.problem == "found unexpected end of stream"
            ? "the file ends here" : "a document's limit stands here"
        return YAMLRule.unclosedQuote.error(
            "this quote is never closed", at: file.span(start, start.advanced(by: 1)),
            help: "add the closing \(quote)",
            notes: [Diagnostic.Note(reason, at: failure.place == start ? nil : lastPlace)])
    }

    private var badEscape: Diagnostic {
        let start = failure.place
        let isUnknown = failure.problem == "found unknown escape character"
        let line = scalars(ofLine: start.line)
        let escape = String(String.UnicodeScalarView(line.dropFirst(start.column - 1).prefix(2)))
        let length = isUnknown ? 2 : 1
        return YAMLRule.badEscape.error(
            isUnknown ? "'\(escape)' is no escape" : "a malformed \\x, \\u or \\U escape",
            at: span(at: start, length: length),
            label: isUnknown ? nil : "not the digits it needs, or no character",
            help: "write \\\\ for a backslash, or use single quotes, where it has no meaning")
    }
}

// MARK: - Where things are

extension SyntaxFinding {
    /// The place of the failure, one character wide; empty at the end of a line.
    var here: SourceSpan { span(at: failure.place, length: 1) }

    /// So many characters of a line, or what is left of it.
    func span(at place: SourcePosition, length: Int) -> SourceSpan {
        let left = scalars(ofLine: place.line).count + 1 - place.column
        return file.span(place, place.advanced(by: min(length, max(left, 0))))
    }

    /// The place of the failure; if that is the empty line after the text, the end of the text.
    private var lastPlace: SourceSpan {
        var line = failure.place.line
        guard scalars(ofLine: line).isEmpty else { return here }
        while line > 1, scalars(ofLine: line).isEmpty { line -= 1 }
        let end = SourcePosition(line: line, column: scalars(ofLine: line).count + 1)
        return file.span(end, end)
    }

    /// The character at the failure, or `nil` at the end of its line.
    var character: Unicode.Scalar? {
        scalars(ofLine: failure.place.line).dropFirst(failure.place.column - 1).first
    }

    /// The text of the failure's line before the failure, without the blanks next to it.
    var before: ArraySlice<Unicode.Scalar> {
        var before = scalars(ofLine: failure.place.line).prefix(failure.place.column - 1)
        while let last = before.last, last == " " || last == "\t" { before.removeLast() }
        return before
    }

    /// Whether no text follows the failure.
    var isAtEnd: Bool {
        (failure.place.line...max(failure.place.line, file.lineCount)).allSatisfy { line in
            let text = scalars(ofLine: line)
            return (line == failure.place.line ? text.dropFirst(failure.place.column - 1) : text[...])
                .allSatisfy { $0 == " " || $0 == "\t" }
        }
    }

    /// The characters of a line; of a very long one only its beginning, which is all that advice needs.
    func scalars(ofLine number: Int) -> [Unicode.Scalar] {
        guard let bytes = file.bytes(ofLine: number) else { return [] }
        return Array(String(decoding: bytes.prefix(100_000), as: UTF8.self).unicodeScalars)
    }

    /// The first column of a line that is not blank, or `nil` for a blank line.
    func firstColumn(ofLine number: Int) -> Int? {
        scalars(ofLine: number).firstIndex { $0 != " " && $0 != "\t" }.map { $0 + 1 }
    }

    /// The rest of a line, without blanks and comment at its end.
    func rest(from place: SourcePosition) -> String {
        var rest = Array(scalars(ofLine: place.line).dropFirst(place.column - 1))
        for index in rest.indices.dropFirst() where rest[index] == "#" && rest[index - 1] == " " {
            rest.removeSubrange(index...)
            break
        }
        while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
        return String(String.UnicodeScalarView(rest))
    }

    /// The text at the failure that was meant as a value: the rest of its line, in brackets up to the next comma or closing bracket.
    var valueText: String {
        let text = rest(from: failure.place)
        guard openFlow != nil else { return text }
        let end = text.unicodeScalars.dropFirst().firstIndex { $0 == "," || $0 == "]" || $0 == "}" }
        let value = text.unicodeScalars[..<(end ?? text.unicodeScalars.endIndex)]
        return String(value.reversed().drop { $0 == " " }.reversed().map(Character.init))
    }

    /// A text as advice shows it in quotes; a long one is not repeated.
    func quoted(_ text: String) -> String {
        guard text.unicodeScalars.count <= 60 else { return "\"…\"" }
        return text.contains("\"") || text.contains("\\")
            ? "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
            : "\"\(text)\""
    }
}
