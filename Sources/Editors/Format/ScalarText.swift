import GatewayDiagnostics
import GatewayYAML

/// Writes scalars.
struct ScalarText {
    let file: SourceFile

    /// A block scalar's first line, and those below without their indentation.
    struct Block {
        let header: String
        let lines: [String]
    }

    /// A scalar on one line, as it stands if it stands on one; nil for another node.
    func line(_ node: SyntaxNode) -> String? {
        guard case .scalar(let scalar) = node.content, let form = ScalarForm(node) else { return nil }
        switch (form, scalar.style) {
        case (.line, _): return slice(node)
        case (.lines, .plain) where !scalar.text.contains("\n"): return scalar.text
        case (.lines, .single) where !scalar.text.contains("\n"):
            let parts = scalar.text.split(separator: "'", omittingEmptySubsequences: false)
            return "'" + parts.joined(separator: "''") + "'"
        default: return Self.quoted(scalar.text)
        }
    }

    /// A scalar as a block; nil if it stands better on one line. `room` is how many characters a line may have, `isShort` whether the
    /// text has room on one.
    func block(_ node: SyntaxNode, room: Int, isShort: Bool) -> Block? {
        guard case .scalar(let scalar) = node.content, let form = ScalarForm(node) else { return nil }
        switch form {
        case .line: return nil
        case .lines where scalar.text.contains("\n"): return Self.isPlain(scalar.text) ? Self.literal(scalar.text) : nil
        case .lines: return isShort || !Self.isPlain(scalar.text) ? nil : Self.folded(scalar.text, room: room)
        case .block(let isLiteral):
            guard scalar.text.contains(where: { $0 != "\n" && $0 != " " && $0 != "\t" }) else { return nil }
            return (isLiteral ? nil : folded(node, scalar.text)) ?? Self.literal(scalar.text)
        }
    }

    private func slice(_ node: SyntaxNode) -> String {
        let line = (file.line(node.start.line) ?? "").unicodeScalars
        let part = line.dropFirst(node.start.column - 1).prefix(node.end.column - node.start.column)
        return String(String.UnicodeScalarView(part))
    }

    // MARK: Blocks

    /// `|`: the text says all.
    private static func literal(_ text: String) -> Block {
        let breaks = text.reversed().prefix { $0 == "\n" }.count
        var lines = text.dropLast(breaks).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        // The first line tells a reader the indentation, unless it begins with white space itself.
        let isPlain = lines.first?.unicodeScalars.first.map { $0 != " " && $0 != "\t" } ?? false
        if breaks > 1 { lines += Array(repeating: "", count: breaks - 1) }
        let header = "|" + (isPlain ? "" : "2") + (breaks == 0 ? "-" : breaks == 1 ? "" : "+")
        return Block(header: header, lines: lines)
    }

    /// `>`, its lines as the author broke them; nil where only the text can say what they mean.
    private func folded(_ node: SyntaxNode, _ text: String) -> Block? {
        let header = (file.line(node.start.line) ?? "").unicodeScalars.dropFirst(node.start.column)
        let breaks = text.reversed().prefix { $0 == "\n" }.count
        let indicators = header.prefix { $0 != " " && $0 != "\t" && $0 != "#" }
        guard breaks < 2, !indicators.contains(where: { ("1"..."9").contains($0) }) else { return nil }
        let last = node.end.column > 1 ? node.end.line : node.end.line - 1
        guard last > node.start.line else { return nil }
        var lines = ((node.start.line + 1)...last).map { Array((file.line($0) ?? "").unicodeScalars) }
        guard let first = lines.first(where: { !$0.allSatisfy { $0 == " " } }) else { return nil }
        let indent = first.prefix { $0 == " " }.count
        while let line = lines.last, line.count <= indent, line.allSatisfy({ $0 == " " }) { lines.removeLast() }
        let texts = lines.map { String(String.UnicodeScalarView($0.dropFirst(indent))) }
        return Block(header: breaks == 0 ? ">-" : ">", lines: texts)
    }

    /// A long text in lines of up to `room` characters; nil if it can't be broken so that it reads the same.
    private static func folded(_ text: String, room: Int) -> Block? {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count > 1, words.allSatisfy({ !$0.isEmpty }) else { return nil }
        var lines: [String] = []
        var length = 0
        for word in words {
            let count = word.unicodeScalars.count
            if !lines.isEmpty, length + 1 + count <= room {
                lines[lines.count - 1] += " " + word
                length += 1 + count
            } else {
                lines.append(String(word))
                length = count
            }
        }
        return Block(header: ">-", lines: lines)
    }

    // MARK: Quotes

    /// A text in double quotes, on one line.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                if scalar.value < 0x20 || isSpecial(scalar) {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// Whether a text can stand in a block: printable, and more than white space.
    private static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !isSpecial($0) || $0 == "\n" }
            && text.contains { $0 != "\n" && $0 != " " }
    }

    /// Whether YAML does not print a character, or takes it for a line break.
    private static func isSpecial(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
