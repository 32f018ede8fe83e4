// Lists and mappings in brackets and braces, which may go over several lines.
extension ConfigParser {
    /// The list or mapping whose opening bracket comes next.
    mutating func flowCollection() throws(Problem) -> ConfigNode {
        try nested { parser throws(Problem) in
            parser.next == "[" ? try parser.flowList() : try parser.flowMapping()
        }
    }

    private mutating func flowList() throws(Problem) -> ConfigNode {
        let opener = open()
        var items: [ConfigNode] = []
        while try !isClosed(opener) {
            items.append(try flowValue())
            try separate(opener)
        }
        return ConfigNode(.sequence(items), span: flowSpan(opener))
    }

    private mutating func flowMapping() throws(Problem) -> ConfigNode {
        let opener = open()
        var entries: [ConfigNode.Entry] = []
        var seen: [String: Int] = [:]
        while try !isClosed(opener) {
            let (key, keySpan) = try flowKey()
            let null = span(from: column)
            try skipInside(opener)
            let isEmpty = next == "," || next == "}"
            let value = isEmpty ? nullNode(null) : try flowValue()
            add(ConfigNode.Entry(key: key, keySpan: keySpan, value: value), to: &entries, &seen)
            try separate(opener)
        }
        return ConfigNode(.mapping(entries), span: flowSpan(opener))
    }

    private mutating func flowKey() throws(Problem) -> (String, ConfigSpan) {
        let start = column
        let isQuoted = next == "\"" || next == "'"
        if !isQuoted {
            if next == "[" || next == "{" {
                throw problem("a key must be text", help: "put quotes around it if it is meant as text")
            }
            try checkFlowPlainStart()
        }
        let text = isQuoted ? try quotedText().text : plainText(isFlow: true)
        let keySpan = span(from: start)
        skipBlanks()
        guard next == ":", isQuoted || isBlankOrEnd(1) else {
            throw Problem(
                message: "the key '\(text)' has no value", span: keySpan,
                help: "write '\(text): value'; text that holds braces needs quotes")
        }
        if column - start > 1024 {
            throw Problem(message: "this key is too long", span: keySpan, help: "a key has at most 1,024 characters")
        }
        if !isQuoted, text == "<<" {
            throw Problem(
                message: "merge keys ('<<') are not part of YAML 1.2", span: keySpan, help: "write the entries out here"
            )
        }
        column += 1
        return (text, keySpan)
    }

    private mutating func flowValue() throws(Problem) -> ConfigNode {
        switch next {
        case "[", "{": return try flowCollection()
        case "\"", "'": return try quotedValue()
        default:
            try checkFlowPlainStart()
            return plainValue(isFlow: true)
        }
    }

    /// Plain text in brackets can't begin with `?` or `:`, nor be a `-` alone: parsers differ on these.
    private func checkFlowPlainStart() throws(Problem) {
        try checkPlainStart()
        let isLoneDash = next == "-" && Self.isFlowSign(peek(1) ?? " ")
        if next == "?" || next == ":" || isLoneDash {
            throw problem("a value in brackets cannot begin like this", help: "put quotes around it")
        }
    }
}

// MARK: - Brackets and commas

extension ConfigParser {
    /// An opening bracket and its place.
    private struct Opener {
        let bracket: Unicode.Scalar
        let span: ConfigSpan
        var closing: Unicode.Scalar { bracket == "[" ? "]" : "}" }
    }

    private mutating func open() -> Opener {
        let opener = Opener(
            bracket: next ?? "[", span: ConfigSpan(line: line + 1, columns: (column + 1)..<(column + 2)))
        column += 1
        return opener
    }

    private func flowSpan(_ opener: Opener) -> ConfigSpan {
        ConfigSpan(
            line: opener.span.line, column: opener.span.column, endLine: line + 1, endColumn: column + 1)
    }

    /// Passes blanks, comments and line ends; the file's end inside brackets is a mistake.
    private mutating func skipInside(_ opener: Opener) throws(Problem) {
        try skipToContent()
        if isAtEnd || isDocumentMark("---") || isDocumentMark("...") {
            throw Problem(
                message: "this '\(opener.bracket)' is never closed", span: opener.span,
                help: "add the closing '\(opener.closing)'")
        }
    }

    /// Takes the closing bracket if it comes next.
    private mutating func isClosed(_ opener: Opener) throws(Problem) -> Bool {
        try skipInside(opener)
        if next == opener.closing {
            column += 1
            return true
        }
        if next == "," { throw problem("an entry is missing before this comma", help: "take the comma out") }
        if next == "]" || next == "}" {
            throw problem("'\(opener.closing)' expected here", help: "close what was opened last first")
        }
        return false
    }

    /// Takes the comma behind an entry; before the closing bracket there needs to be none.
    private mutating func separate(_ opener: Opener) throws(Problem) {
        try skipInside(opener)
        if next == "," {
            column += 1
        } else if next == ":" {
            throw problem(
                "a ': ' where none can be",
                help: opener.bracket == "["
                    ? "put braces around the entry, or quotes around text" : "put quotes around the text")
        } else if next == "{", column > 0, current[column - 1] == "$" {
            throw problem("a ${…} in brackets needs quotes", help: "write \"${NAME}\"")
        } else if next != "]", next != "}" {
            throw problem(
                "a comma or the closing '\(opener.closing)' is missing before this",
                help: "put quotes around the entry if all of it is text")
        }
    }
}
