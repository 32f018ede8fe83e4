/// Writes Swift source as `swift format` would leave it: indents of four, lines of 120.
struct SwiftWriter {
    /// Where a line ends at the latest.
    static let width = 120

    private(set) var lines: [String] = []
    private let base: Int
    private var depth: Int

    /// Everything written, each line ended.
    var text: String { lines.map { $0 + "\n" }.joined() }

    /// The same without the last line break.
    var block: String { lines.joined(separator: "\n") }

    /// Starts at an indent of `depth` levels.
    init(depth: Int = 0) {
        base = depth
        self.depth = depth
    }

    /// A line, or an empty one.
    mutating func line(_ text: String = "") {
        lines.append(text.isEmpty ? "" : indent + text)
    }

    /// Whether a line of this text stays within the width.
    func fits(_ text: String) -> Bool {
        // There are no more characters than bytes, and those are counted already.
        depth * 4 + text.utf8.count <= Self.width || depth * 4 + text.count <= Self.width
    }

    /// Lines that another writer made at this depth.
    mutating func append(_ other: [String]) {
        for text in other { line(text) }
    }

    /// `head {`, a body one level deeper, `}`; on one line if the body is empty.
    mutating func block(_ head: String, _ body: (inout SwiftWriter) -> Void) {
        let before = lines.count
        line(head + " {")
        depth += 1
        body(&self)
        depth -= 1
        if lines.count == before + 1 {
            lines[before] += "}"
        } else {
            line("}")
        }
    }

    /// Something indented once more, without braces.
    mutating func indented(_ body: (inout SwiftWriter) -> Void) {
        depth += 1
        body(&self)
        depth -= 1
    }

    /// `///` lines, wrapped; none for no text.
    mutating func doc(_ text: String?) {
        guard let text, !text.isEmpty else { return }
        for paragraph in DocText.lines(text, width: Self.width - 4 - depth * 4) {
            line(paragraph.isEmpty ? "///" : "/// \(paragraph)")
        }
    }

    /// `guard conditions else { … }`, broken where `swift format` would.
    mutating func guarding(_ conditions: [String], else body: String) {
        let flat = "guard \(conditions.joined(separator: ", "))"
        if fits("\(flat) else { \(body) }") { return line("\(flat) else { \(body) }") }
        if fits("\(flat) else {") {
            line("\(flat) else {")
            indented { $0.line(body) }
            return line("}")
        }
        var text = "guard"
        for (index, condition) in conditions.enumerated() {
            let piece = condition + (index == conditions.count - 1 ? "" : ",")
            if index > 0 && !fits("\(text) \(piece)") {
                line(text)
                text = "   "
            }
            text += " " + piece
        }
        line(text)
        line("else { \(body) }")
    }

    /// `head(arguments)tail` on one line, with all arguments on a line of their own, or with each on one.
    mutating func call(_ head: String, _ arguments: [String], _ tail: String = "") {
        let flat = arguments.joined(separator: ", ")
        if fits("\(head)(\(flat))\(tail)") || arguments.isEmpty { return line("\(head)(\(flat))\(tail)") }
        line("\(head)(")
        indented { writer in
            if writer.fits(flat) { return writer.line(flat) }
            for (index, argument) in arguments.enumerated() {
                writer.line(argument + (index == arguments.count - 1 ? "" : ","))
            }
        }
        line(")\(tail)")
    }

    /// The lines as another writer takes them, without this one's own indent.
    var unindented: [String] {
        lines.map { String($0.dropFirst(min(base * 4, $0.count))) }
    }

    private var indent: String {
        depth < Self.indents.count ? Self.indents[depth] : String(repeating: "    ", count: depth)
    }

    private static let indents = (0..<8).map { String(repeating: "    ", count: $0) }
}

/// Text for comments.
enum DocText {
    /// The text in lines of `width`; line breaks stay, and control characters don't.
    static func lines(_ text: String, width: Int) -> [String] {
        if isOneLine(text), text.utf8.count <= max(40, width) { return [text] }
        let safe = text.trimming().map { character -> Character in
            character.isNewline ? "\n" : character.unicodeScalars.contains(where: isControl) ? " " : character
        }
        return String(safe).split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { wrap($0.trimming(), width: max(40, width)) }
    }

    /// Whether it is words of printable ASCII with one space between, as most docs are: nothing is to be done to it.
    private static func isOneLine(_ text: String) -> Bool {
        var previous = UInt8(ascii: " ")
        for byte in text.utf8 {
            guard byte >= 0x20, byte < 0x7F, byte != 0x20 || previous != 0x20 else { return false }
            previous = byte
        }
        return previous != 0x20
    }

    /// The text as one line, for a comment that ends a line or stands in a table.
    static func line(_ text: String) -> String {
        lines(text, width: .max).joined(separator: " ")
    }

    private static func wrap(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty && line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return lines + [line]
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && scalar != "\n" || scalar.value == 0x7F || scalar.properties.generalCategory == .format
    }
}

extension StringProtocol {
    /// Without white space at its ends.
    func trimming() -> String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
