// Mappings and lists over lines, and what stands behind a key or a dash.
extension ConfigParser {
    /// The value that begins on one of the next lines, further in than `indent`; with `listAtIndent` a list may begin right at it, as below a
    /// key. Without one it is null, at the place given (default: here).
    mutating func blockNode(
        deeperThan indent: Int, listAtIndent: Bool = false, null: ConfigSpan? = nil
    ) throws(Problem) -> ConfigNode {
        let null = null ?? span(from: column)
        try skipToContent()
        guard !isAtEnd, !isDocumentMark("---"), !isDocumentMark("...") else { return nullNode(null) }
        if column > indent { return try nodeHere(in: indent) }
        if listAtIndent, column == indent, isDash { return try list(isIndentless: true) }
        return nullNode(null)
    }

    /// The value that begins at the next character, in a collection that stands at column `indent`.
    private mutating func nodeHere(in indent: Int) throws(Problem) -> ConfigNode {
        if isDash { return try list(isIndentless: false) }
        if try isKeyNext() { return try mapping() }
        return try inlineValue(in: indent, isBehindKey: false)
    }

    private mutating func mapping() throws(Problem) -> ConfigNode {
        try nested { parser throws(Problem) in
            let start = (line: parser.line, column: parser.column)
            var entries: [ConfigNode.Entry] = []
            var seen: [String: Int] = [:]
            var end = parser.span(from: parser.column)
            repeat {
                let (key, keySpan) = try parser.blockKey()
                let value = try parser.valueOfKey(in: start.column)
                end = value.span
                parser.add(ConfigNode.Entry(key: key, keySpan: keySpan, value: value), to: &entries, &seen)
            } while try parser.hasEntry(at: start.column)
            return ConfigNode(.mapping(entries), span: Self.span(from: start, to: end))
        }
    }

    /// Whether the mapping at `indent` goes on.
    private mutating func hasEntry(at indent: Int) throws(Problem) -> Bool {
        guard try isMore(at: indent, "mapping") else { return false }
        if isDash {
            throw problem(
                "a list item among the entries of a mapping", help: "give the list a key, and indent it below")
        }
        guard try isKeyNext() else {
            if next == "?", isBlankOrEnd(1) {
                throw problem("'? ' cannot begin a key in a config file", help: "write 'key: value'")
            }
            throw missingColon()
        }
        return true
    }

    private func missingColon() -> Problem {
        if let colon = current[column...].firstIndex(of: ":"), colon + 1 < current.count {
            return Problem(
                message: "a space is missing after the colon",
                span: ConfigSpan(line: line + 1, columns: (colon + 1)..<(colon + 2)),
                help: "write 'key: value', with a space")
        }
        return problem(
            "this line has no colon, so it is no entry", length: max(current.count - column, 1),
            help: "write 'key: value'")
    }

    private mutating func valueOfKey(in indent: Int) throws(Problem) -> ConfigNode {
        let null = span(from: column)
        skipBlanks()
        guard let next, next != "#" else {
            nextLine()
            return try blockNode(deeperThan: indent, listAtIndent: true, null: null)
        }
        if isDash {
            throw problem(
                "a list cannot begin on its key's line", help: "write each '- ' on a line of its own below the key")
        }
        if try isKeyNext() {
            throw problem(
                "a second ': ' on one line",
                help: "put quotes around the value, or write the inner mapping on its own lines")
        }
        return try inlineValue(in: indent, isBehindKey: true)
    }

    private mutating func list(isIndentless: Bool) throws(Problem) -> ConfigNode {
        try nested { parser throws(Problem) in
            let start = (line: parser.line, column: parser.column)
            var items: [ConfigNode] = []
            var end = parser.span(from: parser.column)
            repeat {
                let item = try parser.item(of: start.column)
                end = item.span
                items.append(item)
            } while try parser.hasItem(at: start.column, isIndentless: isIndentless)
            return ConfigNode(.sequence(items), span: Self.span(from: start, to: end))
        }
    }

    private mutating func item(of indent: Int) throws(Problem) -> ConfigNode {
        column += 1
        let null = span(from: column)
        while next == " " { column += 1 }
        if next == "\t" { throw tabProblem(column) }
        guard let next, next != "#" else {
            nextLine()
            return try blockNode(deeperThan: indent, null: null)
        }
        return try nodeHere(in: indent)
    }

    /// Whether the list at `indent` goes on; one below its key in the same column ends where the next key begins.
    private mutating func hasItem(at indent: Int, isIndentless: Bool) throws(Problem) -> Bool {
        guard try isMore(at: indent, "list") else { return false }
        if isDash { return true }
        if isIndentless { return false }
        throw problem(
            "an entry of a mapping among the items of a list", help: "begin it with '- ', or move it out of the list")
    }

    /// Whether something follows in this column; further in is a mistake, further out is for others.
    private mutating func isMore(at indent: Int, _ kind: String) throws(Problem) -> Bool {
        try skipToContent()
        guard !isAtEnd, !isDocumentMark("---"), !isDocumentMark("..."), column >= indent else { return false }
        if column > indent {
            throw problem(
                "this line is indented like nothing above it",
                help: "the entries of one \(kind) all begin in the same column")
        }
        return true
    }
}

// MARK: - Values on a key's or dash's line

extension ConfigParser {
    /// A scalar, or a list or mapping in brackets; nothing else may stand on its line, and nothing further in below it.
    private mutating func inlineValue(in indent: Int, isBehindKey: Bool) throws(Problem) -> ConfigNode {
        let value: ConfigNode
        let start = (line: line, column: column)
        switch next {
        case "\"", "'":
            value = try quotedValue()
            try endLine()
        case "[", "{":
            value = try flowCollection()
            try endLine()
        case "|", ">": value = try blockScalar(in: indent)
        default:
            try checkPlainStart()
            value = plainValue(isFlow: false)
            try endLine()
        }
        try skipToContent()
        if !isAtEnd, column > indent, !isDocumentMark("---"), !isDocumentMark("...") {
            if !isBehindKey, value.meaning != nil, try isKeyNext() {
                (line, column) = start
                throw missingColon()
            }
            throw problem(
                "this line is indented further than the value above it, which has ended already",
                help: "indent it like the entry above; text over several lines begins with '|' or '>' behind its key")
        }
        return value
    }

    /// Whether `- ` comes next.
    var isDash: Bool { next == "-" && isBlankOrEnd(1) }

    func nullNode(_ span: ConfigSpan) -> ConfigNode {
        ConfigNode(.scalar(text: "", quoted: false), span: span)
    }

    private static func span(from start: (line: Int, column: Int), to end: ConfigSpan) -> ConfigSpan {
        ConfigSpan(line: start.line + 1, column: start.column + 1, endLine: end.endLine, endColumn: end.endColumn)
    }
}
