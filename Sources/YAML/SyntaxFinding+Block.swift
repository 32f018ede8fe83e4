import GatewayDiagnostics

// Failures of mappings and lists written over lines.
extension SyntaxFinding {
    /// A line that should be `key: value` and has no such colon.
    func missingColon(onLineOf place: SourcePosition, note: Diagnostic.Note?) -> Diagnostic {
        let line = scalars(ofLine: place.line)
        let text = rest(from: place)
        let end = place.advanced(by: text.unicodeScalars.count)
        let notes = note.map { [$0] } ?? []
        if separator(in: line.dropFirst(place.column - 1)) != nil {
            return YAMLRule.missingColon.error(
                "this key is too long", at: file.span(place, end),
                help: "a key fits on one line and has at most 1,024 characters", notes: notes)
        }
        if let colon = line.dropFirst(place.column - 1).firstIndex(of: ":"), colon + 1 < end.column - 1 {
            let column = SourcePosition(line: place.line, column: colon + 1)
            return YAMLRule.missingColon.error(
                "a space is missing after the colon", at: file.span(column, column.advanced(by: 1)),
                help: "write 'key: value', with a space; without it all of this is one word", notes: notes)
        }
        return YAMLRule.missingColon.error(
            "this line has no colon, so it is no entry", at: file.span(place, end), help: "write 'key: value'",
            notes: notes)
    }

    /// A `:` where no key can be.
    var misplacedColon: Diagnostic {
        let line = failure.place.line
        let start = SourcePosition(line: line, column: firstColumn(ofLine: line) ?? 1)
        if let first = separator(in: before) {
            let value = before[(first + 1)...].firstIndex { $0 != " " } ?? before.endIndex
            let text = rest(from: SourcePosition(line: line, column: value + 1))
            return YAMLRule.misplacedValue.error(
                "a second ': ' on one line", at: here, label: "the value has begun already",
                help: "put quotes around the value (\(quoted(text))), or write the inner mapping on its own lines",
                notes: [])
        }
        if failure.place.column - start.column > 1024 {
            return missingColon(onLineOf: start, note: nil)
        }
        guard let last = lastScalar, last.style == .plain || last.start.line < line, var above = lineAbove(line) else {
            return YAMLRule.misplacedValue.error(
                "a ':' where no key can be", at: here, help: "put quotes around text that holds a colon")
        }
        var aboveText = scalars(ofLine: above.line)[(above.column - 1)...]
        while aboveText.starts(with: ["-", " "]) {
            aboveText = aboveText.dropFirst().drop { $0 == " " }
            above = SourcePosition(line: above.line, column: aboveText.startIndex + 1)
        }
        let note = Diagnostic.Note("so this line seemed to go on with it", at: file.span(start, start))
        if separator(in: aboveText) == nil {
            return missingColon(onLineOf: above, note: note)
        }
        return YAMLRule.indentation.error(
            "this line is indented further than the entry above it, which has a value already",
            at: file.span(start, failure.place),
            help: "indent it like the line above; for a mapping inside, leave nothing after that line's colon",
            notes: [Diagnostic.Note("the line above", at: file.span(above, above))])
    }

    /// A `?` where it would begin a key.
    var misplacedQuestionMark: Diagnostic {
        if let last = before.last, last == "]" || last == "}" { return optionalSuffix }
        return YAMLRule.reservedCharacter.error(
            "a value cannot begin with '? '", at: here,
            help: "put quotes around it: \(quoted(rest(from: failure.place)))")
    }

    /// A `- ` behind a key.
    var misplacedDash: Diagnostic {
        YAMLRule.misplacedItem.error(
            "a list cannot begin on its key's line", at: here,
            help:
                "write each '- ' on a line of its own below the key, or the list as [a, b]; text that begins with '- ' "
                + "needs quotes")
    }

    /// Something that is neither the next entry nor the end of a mapping or list.
    var unevenBlock: Diagnostic {
        if let trailing = textAfterClosing { return trailing }
        let isList = failure.problem == "did not find expected '-' indicator"
        if character == ":" {
            return YAMLRule.emptyKey.error(
                "a key is missing before the colon", at: here, help: "write \"\" if the key is the empty text")
        }
        let start = failure.contextPlace ?? failure.place
        let kind = isList ? "list" : "mapping"
        let note = Diagnostic.Note("the \(kind) begins here, in column \(start.column)", at: file.span(start, start))
        if start.column == failure.place.column {
            return YAMLRule.misplacedItem.error(
                isList
                    ? "an entry of a mapping among the items of a list" : "a list item among the entries of a mapping",
                at: here,
                help: isList
                    ? "begin it with '- ', or move it out of the list" : "give the list a key, and indent it below",
                notes: [note])
        }
        return YAMLRule.indentation.error(
            "this line is indented like nothing above it", at: here,
            help: "the entries of one \(kind) all begin in the same column", notes: [note])
    }

    /// Something after the document's one value.
    var textAfterDocument: Diagnostic {
        if let trailing = textAfterClosing { return trailing }
        let above = lineAbove(failure.place.line)
        let aboveText = above.map { rest(from: $0) } ?? ""
        if aboveText.hasPrefix("%") {
            return YAMLRule.badProperty.error(
                "'---' must follow a line that begins with '%'", at: here,
                help: "take the line above out, or add a line '---' below it")
        }
        if aboveText.hasPrefix("...") {
            return YAMLRule.severalDocuments.error(
                "a second document begins here", at: here, help: "put it into a file of its own")
        }
        return YAMLRule.indentation.error(
            "this line is indented less than the document's first one", at: here,
            help: "the entries of one mapping all begin in the same column")
    }

    /// Text right behind a closing quote, bracket or brace; `nil` if that is not what went wrong.
    private var textAfterClosing: Diagnostic? {
        guard let closing = before.last, let character, ["\"", "'", "]", "}"].contains(closing) else { return nil }
        let isQuote = closing == "\"" || closing == "'"
        if isQuote {
            guard let last = lastScalar, last.style != .plain else { return nil }
            if character == ":" {
                return YAMLRule.missingColon.error(
                    "a space is missing after the colon", at: here, help: "write 'key: value', with a space")
            }
            var notes: [Diagnostic.Note] = []
            if last.start.line < last.end.line {
                notes = [
                    Diagnostic.Note(
                        "the quoted text begins here: is its closing quote missing?",
                        at: file.span(last.start, last.start.advanced(by: 1)))
                ]
            }
            return YAMLRule.unclosedQuote.error(
                "text behind a closing quote", at: here, label: "the value has ended already",
                help: "put all of the value between the quotes; a quote inside is written "
                    + (closing == "'" ? "''" : "\\\""),
                notes: notes)
        }
        if character == "?" { return optionalSuffix }
        if character == "]" || character == "}" {
            return YAMLRule.unclosedBracket.error("a '\(character)' that nothing opened", at: here, help: "take it out")
        }
        let value = valueStart
        return YAMLRule.syntax.error(
            "text behind a closing '\(closing)'", at: here, label: "the value has ended already",
            help: "put quotes around the whole value if it is text: \(quoted(rest(from: value)))")
    }

    var optionalSuffix: Diagnostic {
        YAMLRule.optionalSuffix.error(
            "a '?' cannot follow a closing bracket", at: here,
            help: "write { type: \(typeBefore), optional: true }")
    }

    /// The bracketed text before the failure, from the bracket that the last one closes.
    private var typeBefore: String {
        var depth = 0
        for index in before.indices.reversed() {
            if before[index] == "]" || before[index] == "}" { depth += 1 }
            if before[index] == "[" || before[index] == "{" { depth -= 1 }
            guard depth == 0 else { continue }
            let text = before[index...]
            return text.count > 40 ? "[T]" : String(String.UnicodeScalarView(text))
        }
        return "[T]"
    }

    /// Where the value of the failure's line begins.
    private var valueStart: SourcePosition {
        let first = firstColumn(ofLine: failure.place.line) ?? 1
        var index = separator(in: before).map { $0 + 1 } ?? first - 1
        while index < before.endIndex, before[index] == " " || before[index] == "-" { index += 1 }
        return SourcePosition(line: failure.place.line, column: index + 1)
    }

    /// Where a `: ` or a colon at the end is.
    private func separator(in text: ArraySlice<Unicode.Scalar>) -> Int? {
        text.indices.first { index in
            guard text[index] == ":" else { return false }
            return index + 1 == text.endIndex || text[index + 1] == " " || text[index + 1] == "\t"
        }
    }

    /// The first text of the nearest line above that is neither blank nor a comment.
    private func lineAbove(_ line: Int) -> SourcePosition? {
        var line = line - 1
        while line >= 1 {
            if let column = firstColumn(ofLine: line), scalars(ofLine: line)[column - 1] != "#" {
                return SourcePosition(line: line, column: column)
            }
            line -= 1
        }
        return nil
    }
}
