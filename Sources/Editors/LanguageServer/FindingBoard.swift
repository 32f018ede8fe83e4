import GatewayDiagnostics
import GatewaySpec

/// The findings that clients are shown, by document, and what has changed since they were last told.
struct FindingBoard {
    /// The findings of each spec, by its main file (or by a document that has none), then by document.
    private var bySpec: [String: [String: [JSONText]]] = [:]
    /// What clients were told last.
    private var shown: [String: String] = [:]
    /// The documents that were closed since.
    private var closed: Set<String> = []
    /// The documents whose findings may have changed.
    private var touched: Set<String> = []

    /// Checks what a document belongs to.
    mutating func check(_ path: String, in workspace: inout Workspace) {
        guard let file = workspace.open[path] else { return }
        let mains = workspace.mains(of: file)
        // A document that has found its spec is no longer judged alone.
        if !mains.contains(path) { replace(path, with: [:]) }
        for main in mains {
            guard let mainFile = workspace.file(at: main) else { continue }
            let found = SpecLoader(readFile: workspace.readFile).load(mainFile).diagnostics
            replace(main, with: Self.byDocument(found, in: mainFile, workspace))
        }
        if mains.isEmpty, file.isSpec {
            replace(path, with: Self.byDocument(SpecLoader().form(ofImported: file), in: file, workspace))
        }
    }

    /// Forgets the findings of a document that was closed.
    mutating func remove(_ path: String) {
        replace(path, with: [:])
        closed.insert(path)
    }

    /// The documents whose findings are others than clients were told. That there are none is news of an open document alone.
    mutating func takeChanges(open: Set<String>) -> [(path: String, diagnostics: [JSONText])] {
        var changes: [(String, [JSONText])] = []
        for path in touched.sorted() {
            var seen: Set<String> = []
            let all = bySpec.keys.sorted().flatMap { bySpec[$0]?[path] ?? [] }.filter {
                seen.insert($0.compact).inserted
            }
            let text = JSONText.array(all).compact
            let isNews = !all.isEmpty || shown[path] != nil || open.contains(path)
            if shown.updateValue(text, forKey: path) != text, isNews { changes.append((path, all)) }
        }
        for path in closed { shown[path] = nil }
        (touched, closed) = ([], [])
        return changes
    }

    private mutating func replace(_ spec: String, with found: [String: [JSONText]]) {
        touched.insert(spec)
        touched.formUnion(bySpec[spec, default: [:]].keys)
        touched.formUnion(found.keys)
        bySpec[spec] = found.isEmpty ? nil : found
    }

    // MARK: Findings as clients want them

    private static func byDocument(
        _ diagnostics: DiagnosticSet, in main: SourceFile, _ workspace: Workspace
    ) -> [String: [JSONText]] {
        var result: [String: [JSONText]] = [:]
        for finding in diagnostics.sorted {
            let span = finding.span ?? main.span(.start, .start)
            result[SpecFiles.normalized(span.file.path), default: []].append(json(finding, at: span))
        }
        return result
    }

    private static func json(_ finding: Diagnostic, at span: SourceSpan) -> JSONText {
        var text = finding.message
        if let label = finding.label { text += " (\(label))" }
        if let help = finding.help { text += "\n\(help)" }
        let severity =
            switch finding.severity {
            case .error: 1
            case .warning: 2
            case .note: 3
            }
        var members: [(String, JSONText)] = [
            ("range", span.json), ("severity", .integer(severity)), ("code", .string(finding.code.rawValue)),
            ("source", .string("gen")), ("message", .string(text)),
        ]
        let related = finding.notes.compactMap { note in
            note.span.map { span -> JSONText in
                let uri = DocumentURI(path: SpecFiles.normalized(span.file.path)).text
                let location = JSONText.object([("uri", .string(uri)), ("range", span.json)])
                return .object([("location", location), ("message", .string(note.message))])
            }
        }
        if !related.isEmpty { members.append(("relatedInformation", .array(related))) }
        return .object(members)
    }
}
