import GatewayDiagnostics

/// Places as the Language Server Protocol counts them: lines from 0, characters from 0 in UTF-16 code units.
extension SourceFile {
    /// The place that a client means; past the end of a line or of the text it is the end.
    func position(line: Int, character: Int) -> SourcePosition {
        guard line >= 0, line < lineCount, let text = self.line(line + 1) else {
            return line < 0 ? .start : position(ofByte: bytes.count)
        }
        var rest = character - (line == 0 ? markWidth : 0)
        var column = 1
        for scalar in text.unicodeScalars {
            rest -= UTF16.width(scalar)
            if rest < 0 { break }
            column += 1
        }
        return SourcePosition(line: line + 1, column: column)
    }

    /// A place as clients want it.
    func json(_ position: SourcePosition) -> JSONText {
        let text = (self.line(position.line) ?? "").unicodeScalars.prefix(position.column - 1)
        let width = text.reduce(position.line == 1 ? markWidth : 0) { $0 + UTF16.width($1) }
        return .object([("line", .integer(position.line - 1)), ("character", .integer(width))])
    }

    /// A byte-order mark belongs to no line for us, and to the first for clients.
    private var markWidth: Int { bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 1 : 0 }
}

extension SourceSpan {
    /// The range as clients want it.
    var json: JSONText { .object([("start", file.json(start)), ("end", file.json(end))]) }

    /// Whether a place lies in it or at its end, as a caret behind a word does.
    func touches(_ position: SourcePosition) -> Bool { start <= position && position <= end }
}
