/// Findings for programs: one JSON object.
///
/// ```
/// { "version": 1, "errors": 1, "warnings": 0, "diagnostics": [
///   { "severity": "error", "code": "GEN0123", "message": "…",
///     "path": "specs/shop.yaml", "line": 14, "column": 18, "endLine": 14, "endColumn": 23,
///     "label": "…" or null, "help": "…" or null,
///     "notes": [ { "message": "…", "label": "…" or null, "path": …, "line": …, … } ] } ] }
/// ```
/// Lines and columns count from 1, columns in Unicode scalars; the end is the place after the last one. A finding of no
/// place has `null` for all five. Members may be added; none changes its meaning while `version` is 1.
public struct JSONRenderer: Sendable {
    /// Makes a renderer.
    public init() {}

    /// Renders all findings in order as one object, ending with a line break.
    public func render(_ diagnostics: DiagnosticSet) -> String {
        let object = JSONText.object([
            ("version", .integer(1)),
            ("errors", .integer(diagnostics.count(of: .error))),
            ("warnings", .integer(diagnostics.count(of: .warning))),
            ("diagnostics", .array(diagnostics.sorted.map(json))),
        ])
        return object.pretty + "\n"
    }

    private func json(_ diagnostic: Diagnostic) -> JSONText {
        let head: [(String, JSONText)] = [
            ("severity", .string(diagnostic.severity.rawValue)),
            ("code", .string(diagnostic.code.rawValue)),
            ("message", .string(diagnostic.message)),
        ]
        let tail: [(String, JSONText)] = [
            ("label", .optional(diagnostic.label)),
            ("help", .optional(diagnostic.help)),
            ("notes", .array(diagnostic.notes.map(json))),
        ]
        return .object(head + place(diagnostic.span) + tail)
    }

    private func json(_ note: Diagnostic.Note) -> JSONText {
        .object([("message", .string(note.message)), ("label", .optional(note.label))] + place(note.span))
    }

    private func place(_ span: SourceSpan?) -> [(String, JSONText)] {
        [
            ("path", .optional(span?.file.path)),
            ("line", span.map { .integer($0.start.line) } ?? .null),
            ("column", span.map { .integer($0.start.column) } ?? .null),
            ("endLine", span.map { .integer($0.end.line) } ?? .null),
            ("endColumn", span.map { .integer($0.end.column) } ?? .null),
        ]
    }
}
