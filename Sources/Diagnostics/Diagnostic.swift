/// One finding: what is wrong, where, and how to mend it.
public struct Diagnostic: Hashable, Sendable {
    /// How bad it is.
    public let severity: Severity
    /// The stable code that `gen explain` knows.
    public let code: DiagnosticCode
    /// One line that says what is wrong, without a full stop.
    public let message: String
    /// Where it is; `nil` if it is no place's fault.
    public let span: SourceSpan?
    /// What stands after the carets: why just this place is wrong.
    public let label: String?
    /// How to mend it.
    public let help: String?
    /// Other places that belong to it, such as the first of two duplicates.
    public let notes: [Note]

    /// Makes a finding.
    public init(
        _ severity: Severity, _ code: DiagnosticCode, _ message: String, at span: SourceSpan?, label: String? = nil,
        help: String? = nil, notes: [Note] = []
    ) {
        self.severity = severity
        self.code = code
        self.message = message
        self.span = span
        self.label = label
        self.help = help
        self.notes = notes
    }

    /// A finding that fails the run.
    public static func error(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?, label: String? = nil, help: String? = nil,
        notes: [Note] = []
    ) -> Diagnostic {
        Diagnostic(.error, code, message, at: span, label: label, help: help, notes: notes)
    }

    /// A finding that fails the run only where the user asked for strictness.
    public static func warning(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?, label: String? = nil, help: String? = nil,
        notes: [Note] = []
    ) -> Diagnostic {
        Diagnostic(.warning, code, message, at: span, label: label, help: help, notes: notes)
    }
}

extension Diagnostic {
    /// How bad a finding is; the raw value is what all output formats show.
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        /// Nothing is written or served.
        case error
        /// Worth a look; fails the run only under `--strict`.
        case warning
        /// For information.
        case note
    }

    /// Another place that belongs to a finding.
    public struct Note: Hashable, Sendable {
        /// One line that says what is there.
        public let message: String
        /// Where it is; `nil` if it is no place.
        public let span: SourceSpan?
        /// What stands after the carets.
        public let label: String?

        /// Makes a note.
        public init(_ message: String, at span: SourceSpan? = nil, label: String? = nil) {
            self.message = message
            self.span = span
            self.label = label
        }
    }
}
