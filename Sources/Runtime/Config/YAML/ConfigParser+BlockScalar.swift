// Text over several lines, after `|` (as it is) or `>` (lines folded into one): YAML 1.2 §8.1.
extension ConfigParser {
    /// What stands behind `|` or `>`.
    private struct Header {
        let isFolded: Bool
        /// What becomes of the line breaks at the end.
        var chomping = Chomping.clip
        /// How much further in than its parent the text begins; without it the first line decides.
        var indentation: Int?

        enum Chomping { case strip, clip, keep }
    }

    /// The text whose `|` or `>` comes next, in a collection that stands at column `indent`.
    mutating func blockScalar(in indent: Int) throws(Problem) -> ConfigNode {
        let start = column
        let header = try blockHeader()
        let headerSpan = span(from: start)
        try endLine()
        var end = (line: headerSpan.endLine, column: headerSpan.endColumn)
        let text = try blockText(header, in: indent, &end)
        let span = ConfigSpan(
            line: headerSpan.line, column: headerSpan.column, endLine: end.line, endColumn: end.column)
        return scalar(text, quoted: true, span: span, verbatim: nil)
    }

    private mutating func blockHeader() throws(Problem) -> Header {
        var header = Header(isFolded: next == ">")
        column += 1
        var hasChomping = false
        while let sign = next, !Self.isBlank(sign) {
            if !hasChomping, sign == "+" || sign == "-" {
                header.chomping = sign == "+" ? .keep : .strip
                hasChomping = true
            } else if header.indentation == nil, ("1"..."9").contains(sign) {
                header.indentation = Int(sign.value) - 48
            } else {
                throw problem(
                    "after '|' or '>' the line ends", help: "write the text on the next lines, or put quotes around it")
            }
            column += 1
        }
        return header
    }

    private mutating func blockText(
        _ header: Header, in indent: Int, _ end: inout (line: Int, column: Int)
    ) throws(Problem) -> String {
        let inner: Int
        if let further = header.indentation {
            inner = max(indent, 0) + further
        } else {
            inner = try detectIndentation(in: indent)
        }
        var text = String.UnicodeScalarView()
        var pendingBreak = false
        var blankLines = skipBlankLines(inner)
        var wasIndented = false
        while let content = try contentOfLine(inner) {
            let isIndented = content.first.map(Self.isBlank) ?? false
            if header.isFolded, pendingBreak, !wasIndented, !isIndented {
                if blankLines == 0 { text.append(" ") }
            } else if pendingBreak {
                text.append("\n")
            }
            text.append(contentsOf: repeatElement("\n", count: blankLines))
            text.append(contentsOf: content)
            wasIndented = isIndented
            pendingBreak = hasBreak
            end = (line + 1, current.count + 1)
            nextLine()
            blankLines = skipBlankLines(inner)
        }
        if pendingBreak, header.chomping != .strip { text.append("\n") }
        if header.chomping == .keep { text.append(contentsOf: repeatElement("\n", count: blankLines)) }
        return String(text)
    }

    /// Whether the line ends with a line break and not with the file.
    private var hasBreak: Bool { line + 1 < text.lines.count }

    /// Passes lines that hold nothing beyond their indentation.
    private mutating func skipBlankLines(_ indent: Int) -> Int {
        var count = 0
        while !isAtEnd, hasBreak, current.count <= indent, current.allSatisfy({ $0 == " " }) {
            count += 1
            nextLine()
        }
        return count
    }

    /// The line's text if it belongs to the block.
    private func contentOfLine(_ indent: Int) throws(Problem) -> ArraySlice<Unicode.Scalar>? {
        let spaces = current.prefix(indent).prefix { $0 == " " }.count
        if spaces < indent {
            if spaces < current.count, current[spaces] == "\t" { throw tabProblem(spaces) }
            return nil
        }
        return current.count > indent ? current[indent...] : nil
    }

    /// The first text line's column, which all others share.
    private func detectIndentation(in indent: Int) throws(Problem) -> Int {
        let least = max(indent + 1, 1)
        var deepestBlank = 0
        for number in line..<max(text.lines.count, line) {
            let spaces = text.lines[number].prefix { $0 == " " }.count
            if spaces == text.lines[number].count {
                deepestBlank = max(deepestBlank, spaces)
                continue
            }
            if text.lines[number][spaces] == "\t" {
                throw Problem(
                    message: "a tab cannot indent",
                    span: ConfigSpan(line: number + 1, columns: (spaces + 1)..<(spaces + 2)),
                    help: "replace it with spaces")
            }
            if deepestBlank > max(spaces, least) {
                throw Problem(
                    message: "an empty line above has more spaces than the text's first line",
                    span: ConfigSpan(line: number + 1, columns: (spaces + 1)..<(spaces + 2)),
                    help: "take the spaces out of the empty line")
            }
            return max(spaces, least)
        }
        return max(deepestBlank, least)
    }
}
