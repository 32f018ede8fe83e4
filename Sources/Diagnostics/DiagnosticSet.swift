/// The findings of a run, gathered in any order and sorted once, when they are shown.
public struct DiagnosticSet: Sendable {
    private var findings: [Diagnostic] = []

    /// Makes an empty set.
    public init() {}

    /// Makes a set of findings.
    public init(_ findings: some Sequence<Diagnostic>) {
        self.findings = Array(findings)
    }

    /// Adds a finding.
    public mutating func append(_ diagnostic: Diagnostic) {
        findings.append(diagnostic)
    }

    /// Adds an error.
    public mutating func error(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?, label: String? = nil, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        append(.error(code, message, at: span, label: label, help: help, notes: notes))
    }

    /// Adds a warning.
    public mutating func warning(
        _ code: DiagnosticCode, _ message: String, at span: SourceSpan?, label: String? = nil, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        append(.warning(code, message, at: span, label: label, help: help, notes: notes))
    }

    /// Adds all findings of another set.
    public mutating func merge(_ other: DiagnosticSet) {
        findings.append(contentsOf: other.findings)
    }

    /// Whether nothing was found.
    public var isEmpty: Bool { findings.isEmpty }

    /// Whether one of the findings is an error.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// How many different findings there are of a severity.
    public func count(of severity: Diagnostic.Severity) -> Int {
        Set(findings.lazy.filter { $0.severity == severity }).count
    }

    /// The findings by path, line, column and code, each once; those of no place come first.
    public var sorted: [Diagnostic] {
        var seen: Set<Diagnostic> = []
        var keyed: [(key: SortKey, finding: Diagnostic)] = []
        for finding in findings where seen.insert(finding).inserted {
            keyed.append((SortKey(finding, index: keyed.count), finding))
        }
        keyed.sort { $0.key < $1.key }
        return keyed.map(\.finding)
    }
}

extension DiagnosticSet {
    /// What findings are ordered by.
    private struct SortKey: Comparable {
        let path: String
        let start: SourcePosition
        let code: DiagnosticCode
        /// The order of arrival, so that the sort is stable.
        let index: Int

        init(_ diagnostic: Diagnostic, index: Int) {
            self.path = diagnostic.span?.file.path ?? ""
            self.start = diagnostic.span?.start ?? .start
            self.code = diagnostic.code
            self.index = index
        }

        static func < (left: SortKey, right: SortKey) -> Bool {
            (left.path, left.start, left.code, left.index) < (right.path, right.start, right.code, right.index)
        }
    }
}
