/// What is wrong with a config file, where, and how to mend it; printed as the generator prints its findings.
///
/// ```
/// etc/chat.yaml:3:7: error: 'fast' is not a whole number
///     3 | port: fast
///       |       ^^^^
///  help: write a number from 0 to 65535
/// ```
package struct ConfigDiagnostic: Hashable, Sendable, CustomStringConvertible {
    package let path: String
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int
    /// The column after the last scalar meant, on the same line.
    package let endColumn: Int
    package let message: String
    package let help: String?
    package let sourceLine: String

    package init(
        path: String, line: Int, column: Int, endColumn: Int, message: String, help: String? = nil, sourceLine: String
    ) {
        self.path = path
        self.line = line
        self.column = column
        self.endColumn = endColumn
        self.message = message
        self.help = help
        self.sourceLine = sourceLine
    }

    /// All of it, without a line break at the end.
    package var description: String {
        let digits = String(line)
        let gutter = String(repeating: " ", count: max(5 - digits.count, 1)) + digits
        let margin = String(repeating: " ", count: gutter.utf8.count)
        let indent = String(repeating: " ", count: max(column - 1, 0))
        let carets = String(repeating: "^", count: max(endColumn - column, 1))
        var text = "\(Self.printable(path)):\(line):\(column): error: \(Self.printable(message))"
        text += "\n\(gutter) | \(Self.printable(sourceLine))\n\(margin) | \(indent)\(carets)"
        if let help { text += "\n help: \(Self.printable(help))" }
        return text
    }

    /// The text without anything that could move a terminal's cursor; each control character becomes a space.
    private static func printable(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

/// All that is wrong with a config file.
package struct ConfigFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// In the file's order, never empty.
    package let diagnostics: [ConfigDiagnostic]

    package init(_ diagnostics: [ConfigDiagnostic]) {
        self.diagnostics = diagnostics.sorted { ($0.line, $0.column) < ($1.line, $1.column) }
    }

    /// Every finding in full.
    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
