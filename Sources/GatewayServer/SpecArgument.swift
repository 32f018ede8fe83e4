public import ArgumentParser
import Gateway
import GatewayDiagnostics
import GatewaySpec

extension DiagnosticOutput: ExpressibleByArgument {}

/// The spec that a command works on.
struct SpecArgument: ParsableArguments {
    @Argument(help: "The spec's file, ending in .yaml or .yml.")
    var spec: String

    func validate() throws {
        guard spec.hasSuffix(".yaml") || spec.hasSuffix(".yml") else {
            throw ValidationError("a spec ends in .yaml or .yml; '\(spec)' does not")
        }
    }

    /// The spec, and everything that the language and the gateway have to say of it.
    func check() -> (spec: ServiceSpec?, diagnostics: DiagnosticSet) {
        let result = SpecLoader().load(path: spec)
        var diagnostics = result.diagnostics
        if let spec = result.spec { diagnostics.merge(GatewayFindings.findings(of: spec)) }
        return (result.spec, diagnostics)
    }

    /// The checked spec; its findings are shown, and errors end the command with status 1.
    func load(showing output: DiagnosticOutput = .text) throws -> ServiceSpec {
        let (spec, diagnostics) = check()
        output.show(diagnostics)
        guard let spec else { throw ExitCode.failure }
        return spec
    }
}
