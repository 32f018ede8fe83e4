import GatewayDiagnostics

// Failures inside brackets and braces.
extension SyntaxFinding {
    /// Neither a comma nor the closing bracket.
    var brokenFlow: Diagnostic {
        guard let opener = openFlow ?? failure.contextPlace else { return missingComma }
        let isList = failure.problem.hasSuffix("']'")
        let closing = isList ? "]" : "}"
        if character == "]" || character == "}" {
            return YAMLRule.unclosedBracket.error(
                "'\(closing)' expected, not '\(isList ? "}" : "]")'", at: here,
                help: "close what was opened last first",
                notes: [note(at: opener)])
        }
        if character == "?", let last = before.last, last == "]" || last == "}" { return optionalSuffix }
        if isAtEnd || isOutdented(from: opener) { return unclosed(opener) }
        if character == ":" {
            return YAMLRule.misplacedValue.error(
                "a second ': ' in one entry", at: here, label: "the value has begun already",
                help: "put quotes around text that holds a colon with a space", notes: [])
        }
        return missingComma
    }

    /// A place that must hold a value holds none.
    var missingNode: Diagnostic {
        if let openFlow {
            if isAtEnd { return unclosed(openFlow) }
            if character == "," {
                return YAMLRule.missingComma.error(
                    "an entry is missing before this comma", at: here,
                    help: "take the comma out, or write \"\" for empty text")
            }
            if character == "]" || character == "}" {
                return YAMLRule.unclosedBracket.error(
                    "a '\(character ?? "]")' that does not fit what is open", at: here,
                    help: "close what was opened last first", notes: [note(at: openFlow)])
            }
        }
        guard let character else { return YAMLRule.syntax.error("a value is missing", at: here) }
        return YAMLRule.reservedCharacter.error(
            "a value cannot begin with '\(character)'", at: here,
            help: character == "-" && openFlow != nil
                ? "in brackets there is no '- '; text that begins with it needs quotes"
                : "put quotes around it: \(quoted(valueText))")
    }

    private var missingComma: Diagnostic {
        let isBrace = character == "{" || character == "["
        return YAMLRule.missingComma.error(
            "a comma or the closing '\(failure.problem.hasSuffix("']'") ? "]" : "}")' is missing before this", at: here,
            help: isBrace
                ? "put quotes around text that holds brackets or braces, or write the entries on their own lines"
                : "separate entries with commas; put quotes around the entry if all of it is one text")
    }

    private func unclosed(_ opener: SourcePosition) -> Diagnostic {
        let bracket = scalars(ofLine: opener.line).dropFirst(opener.column - 1).first ?? "["
        return YAMLRule.unclosedBracket.error(
            "this '\(bracket)' is never closed", at: file.span(opener, opener.advanced(by: 1)),
            help: "add the closing '\(bracket == "{" ? "}" : "]")'",
            notes: isAtEnd ? [] : [Diagnostic.Note("this line is still inside it", at: firstOfLine)])
    }

    private func note(at opener: SourcePosition) -> Diagnostic.Note {
        let bracket = scalars(ofLine: opener.line).dropFirst(opener.column - 1).first ?? "["
        return Diagnostic.Note("the '\(bracket)' is here", at: file.span(opener, opener.advanced(by: 1)))
    }

    private var firstOfLine: SourceSpan {
        let line = failure.place.line
        let start = SourcePosition(line: line, column: firstColumn(ofLine: line) ?? 1)
        return file.span(start, max(start, failure.place))
    }

    /// Whether the failure's line stands no further in than the line of the opener, and so was hardly meant to be inside.
    private func isOutdented(from opener: SourcePosition) -> Bool {
        guard opener.line < failure.place.line else { return false }
        return (firstColumn(ofLine: failure.place.line) ?? 1) <= (firstColumn(ofLine: opener.line) ?? 1)
    }
}
