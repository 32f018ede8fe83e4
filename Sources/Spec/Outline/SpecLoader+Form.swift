package import GatewayDiagnostics
import GatewayYAML

extension SpecLoader {
    /// Checks the form of a file that others import, whose names may be declared elsewhere.
    package func form(ofImported file: SourceFile) -> DiagnosticSet {
        var diagnostics = DiagnosticSet()
        guard let root = YAMLReader.read(file, into: &diagnostics) else { return diagnostics }
        diagnostics.merge(ShapeChecker.check([SpecDocument(root: root, isMain: false)]))
        return diagnostics
    }
}
