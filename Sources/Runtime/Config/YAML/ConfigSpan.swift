/// A stretch of a config file: 1-based lines and columns in Unicode scalars; the end is the place after the last one.
package struct ConfigSpan: Hashable, Sendable {
    package var line: Int
    package var column: Int
    package var endLine: Int
    package var endColumn: Int

    package init(line: Int, column: Int, endLine: Int, endColumn: Int) {
        self.line = line
        self.column = column
        self.endLine = endLine
        self.endColumn = endColumn
    }

    /// A stretch of one line.
    package init(line: Int, columns: Range<Int>) {
        self.init(line: line, column: columns.lowerBound, endLine: line, endColumn: columns.upperBound)
    }
}
