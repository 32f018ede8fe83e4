public import ArgumentParser
import GatewayCodegen
import GatewayDiagnostics

extension DiagnosticOutput: ExpressibleByArgument {}

/// How findings are shown.
struct Reporting: ParsableArguments {
    @Option(help: "How findings are shown: for people, for programs, or for GitHub's checks.")
    var format = DiagnosticOutput.text

    /// Shows findings on standard error, or as JSON or GitHub's commands on standard output; then the report.
    func show(_ diagnostics: DiagnosticSet, _ report: WriteReport?) {
        format.show(diagnostics)
        if format != .json, let report { print(report.text, terminator: "") }
    }
}
