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

    /// The checked spec; its findings are shown, and errors end the command with status 1.
    func load(showing output: DiagnosticOutput = .text) throws -> ServiceSpec {
        let result = SpecLoader().load(path: spec)
        output.show(result.diagnostics)
        guard let spec = result.spec else { throw ExitCode.failure }
        return spec
    }
}
