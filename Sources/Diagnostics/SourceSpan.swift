/// A place in a text: 1-based line, and 1-based column counted in Unicode scalars.
public struct SourcePosition: Hashable, Comparable, Sendable {
    private let storedLine: UInt32
    private let storedColumn: UInt32

    /// Makes a place; what is below 1 becomes 1.
    public init(line: Int, column: Int) {
        self.storedLine = UInt32(clamping: max(line, 1))
        self.storedColumn = UInt32(clamping: max(column, 1))
    }

    /// The first place of every text.
    public static let start = SourcePosition(line: 1, column: 1)

    /// The line, from 1.
    public var line: Int { Int(storedLine) }
    /// The column, from 1, in Unicode scalars.
    public var column: Int { Int(storedColumn) }

    /// The place `count` scalars further on the same line.
    public func advanced(by count: Int) -> SourcePosition {
        SourcePosition(line: line, column: column &+ count)
    }

    /// Orders by line, then column.
    public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
        (left.storedLine, left.storedColumn) < (right.storedLine, right.storedColumn)
    }
}

/// A stretch of a file, from `start` up to but without `end`; both may be the same place.
public struct SourceSpan: Hashable, Sendable {
    /// The file it is in.
    public let file: SourceFile
    /// Where it begins.
    public let start: SourcePosition
    /// The place after its last scalar, never before `start`.
    public let end: SourcePosition

    /// Makes a span; an `end` before `start` becomes `start`.
    public init(file: SourceFile, start: SourcePosition, end: SourcePosition) {
        self.file = file
        self.start = start
        self.end = max(start, end)
    }

    /// The span from this one's start to the other's end.
    public func through(_ other: SourceSpan) -> SourceSpan {
        SourceSpan(file: file, start: start, end: other.end)
    }
}

extension SourceSpan: CustomStringConvertible {
    /// `path:line:column`, as editors read it.
    public var description: String { "\(file.path):\(start.line):\(start.column)" }
}
