package import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

/// Lays a spec out anew: one canonical form, the same meaning, no comment lost.
///
/// Blocks stay blocks; what is written in braces or brackets stays on its line if that has room, and becomes a block if not. Keys of
/// routes, groups, hubs and types in their long form are put in one order; names keep the author's. Up to one blank line stays
/// between entries.
package enum SpecFormatter {
    /// How long a line may be, in Unicode scalars.
    package static let width = 120

    /// What became of a file.
    package enum Outcome {
        /// Its text in canonical form.
        case formatted(String)
        /// It is no sound YAML, or could not be laid out; it is best left alone.
        case refused(DiagnosticSet)
    }

    /// Lays a file out.
    package static func format(_ file: SourceFile) -> Outcome {
        var diagnostics = DiagnosticSet()
        guard let root = YAMLReader.read(file, into: &diagnostics), !diagnostics.hasErrors,
            let syntax = SyntaxNode.read(file)
        else { return .refused(diagnostics) }
        let comments = CommentScanner.comments(in: file, syntax)
        var layout = Layout(syntax, file: file)
        layout.attach(comments)
        if !layout.hasProperties { layout.sortKeys(SpecOutline(root, isMain: root["service"] != nil)) }
        let text = Printer.print(layout)
        guard isSame(text, root, comments, path: file.path) else { return .refused(DiagnosticSet([gaveUp(file)])) }
        return .formatted(text)
    }

    /// Nobody's spec may change its meaning, whatever this formatter has not thought of: the new text is read again and compared.
    private static func isSame(_ text: String, _ root: Node, _ comments: [Comment], path: String) -> Bool {
        let file = SourceFile(path: path, text: text)
        var diagnostics = DiagnosticSet()
        guard let again = YAMLReader.read(file, into: &diagnostics), diagnostics.isEmpty,
            let syntax = SyntaxNode.read(file)
        else { return false }
        let kept = CommentScanner.comments(in: file, syntax)
        return SameMeaning.holds(root, again) && comments.map(\.text).sorted() == kept.map(\.text).sorted()
    }

    private static func gaveUp(_ file: SourceFile) -> Diagnostic {
        .error(
            "GEN0810", "the file can't be laid out without changing what it says", at: file.span(.start, .start),
            help: "it is left as it is; please report it together with the file")
    }
}
