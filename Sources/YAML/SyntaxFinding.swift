import GatewayDiagnostics

/// A syntax failure in words that say what to do.
struct SyntaxFinding {
    let diagnostic: Diagnostic

    init(_ failure: SyntaxFailure, in file: SourceFile) {
        diagnostic = YAMLRule.syntax.error(
            "\(failure.context)|\(failure.problem)", at: file.span(failure.place, failure.place),
            notes: failure.contextPlace.map { [Diagnostic.Note("context", at: file.span($0, $0))] } ?? [])
    }
}
