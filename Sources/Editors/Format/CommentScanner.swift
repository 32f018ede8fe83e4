import GatewayDiagnostics
import GatewayYAML

/// A comment of a document.
struct Comment {
    /// Its text from the `#` on, without white space at its end.
    let text: String
    /// Where its `#` stands.
    let start: SourcePosition
    /// Whether nothing but white space stands before it.
    let isAlone: Bool
}

/// Finds the comments of a document, which libyaml does not report: each `#` outside of the scalars begins one.
struct CommentScanner {
    private var comments: [Comment] = []

    static func comments(in file: SourceFile, _ root: SyntaxNode) -> [Comment] {
        var scalars: [SyntaxNode] = []
        collect(root, into: &scalars)
        var scanner = CommentScanner()
        var next = 0
        // Up to here everything belongs to a scalar.
        var covered = SourcePosition.start
        for number in 1...max(file.lineCount, 1) {
            let line = Array((file.line(number) ?? "").unicodeScalars)
            var column = covered.line > number ? line.count : covered.line == number ? covered.column - 1 : 0
            while column < line.count {
                let place = SourcePosition(line: number, column: column + 1)
                if next < scalars.count, scalars[next].start <= place {
                    let scalar = scalars[next]
                    next += 1
                    covered = max(covered, scalar.end)
                    if case .block = ScalarForm(scalar) { scanner.add(behind: headerEnd(line, column), line, number) }
                    column = covered.line > number ? line.count : max(column, covered.column - 1)
                } else if line[column] == "#" {
                    scanner.add(behind: column, line, number)
                    column = line.count
                } else {
                    column += 1
                }
            }
        }
        return scanner.comments
    }

    /// Every scalar with an extent, in the order of the text.
    private static func collect(_ node: SyntaxNode, into scalars: inout [SyntaxNode]) {
        switch node.content {
        case .alias: break
        case .scalar: if node.start < node.end { scalars.append(node) }
        case .sequence(let items): for item in items { collect(item, into: &scalars) }
        case .mapping(let entries):
            for entry in entries {
                collect(entry.key, into: &scalars)
                collect(entry.value, into: &scalars)
            }
        }
    }

    /// Where `|`, `>` and what may stand right behind them ends.
    private static func headerEnd(_ line: [Unicode.Scalar], _ start: Int) -> Int {
        line[(start + 1)...].firstIndex { !"+-123456789".unicodeScalars.contains($0) } ?? line.count
    }

    /// Adds the comment that begins at or behind a column, if there is one.
    private mutating func add(behind column: Int, _ line: [Unicode.Scalar], _ number: Int) {
        guard let start = line[column...].firstIndex(of: "#") else { return }
        var text = String.UnicodeScalarView(line[start...])
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        comments.append(
            Comment(
                text: String(text), start: SourcePosition(line: number, column: start + 1),
                isAlone: line[..<start].allSatisfy { $0 == " " || $0 == "\t" }))
    }
}
