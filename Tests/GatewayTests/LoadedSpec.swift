import GatewayDiagnostics
import GatewaySpec
import Testing

/// A checked spec made of text; fails the test with the findings if it has errors.
func spec(_ text: String) throws -> ServiceSpec {
    let result = SpecLoader().load(
        SourceFile(path: "spec.yaml", bytes: Array("spec: 1\nservice: tested\n\(text)".utf8)))
    return try #require(result.spec, "\(TextRenderer(colour: false).render(result.diagnostics))")
}
