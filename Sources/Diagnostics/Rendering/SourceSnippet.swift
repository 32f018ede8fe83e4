/// A source line with carets under a span, ready to print: tabs expanded, wide characters measured, long lines cut.
struct SourceSnippet {
    /// The line's text as it is shown.
    private(set) var text = ""
    /// The columns left of the first caret.
    private(set) var indent = 0
    /// How many carets there are, at least one.
    private(set) var carets = 1

    /// The widest text shown; a longer line is cut on both sides of the span.
    private static let widest = 160
    /// How many columns before the span a cut line still shows.
    private static let lead = 40

    /// Reads the first line of a span, or fails if the file has no such line.
    init?(_ span: SourceSpan) {
        guard let line = span.file.bytes(ofLine: span.start.line) else { return nil }
        let cells = Self.cells(of: line, upTo: span.start.column &+ Self.widest * 4)
        let first = min(span.start.column - 1, cells.count)
        let last: Int
        if span.end.line > span.start.line {
            last = cells.lastIndex { !$0.isBlank }.map { max($0 + 1, first) } ?? first
        } else {
            last = min(max(span.end.column - 1, first), cells.count)
        }
        layOut(cells, first: first, last: last)
    }

    private mutating func layOut(_ cells: [Cell], first: Int, last: Int) {
        let total = cells.reduce(0) { $0 + $1.width }
        let before = cells[..<first].reduce(0) { $0 + $1.width }
        var shown = cells[...]
        if total > Self.widest, before > Self.lead {
            var skipped = 0
            while shown.startIndex < first, before - skipped > Self.lead {
                skipped += shown.removeFirst().width
            }
            text = "…"
            indent = 1
        }
        var width = indent
        var marked = 0
        for index in shown.indices {
            let cell = shown[index]
            if width + cell.width > Self.widest {
                text += "…"
                break
            }
            width += cell.width
            text += cell.text
            if index < first { indent += cell.width } else if index < last { marked += cell.width }
        }
        carets = max(marked, 1)
        while text.last == " " { text.removeLast() }
    }
}

extension SourceSnippet {
    /// One scalar of a line as it is shown.
    private struct Cell {
        let text: String
        let width: Int
        var isBlank: Bool { text.allSatisfy { $0 == " " } }
    }

    /// The first `limit` scalars of a line; more are never looked at.
    private static func cells(of line: ArraySlice<UInt8>, upTo limit: Int) -> [Cell] {
        var cells: [Cell] = []
        var column = 0
        for scalar in String(decoding: line.prefix(limit &* 4), as: UTF8.self).unicodeScalars.prefix(limit) {
            let cell: Cell
            if scalar == "\t" {
                let width = DisplayText.tabWidth - column % DisplayText.tabWidth
                cell = Cell(text: String(repeating: " ", count: width), width: width)
            } else if let replaced = DisplayText.replacement(for: scalar) {
                cell = Cell(text: replaced, width: 1)
            } else {
                cell = Cell(text: String(scalar), width: DisplayText.width(of: scalar))
            }
            column += cell.width
            cells.append(cell)
        }
        return cells
    }
}
