public import ArgumentParser
import GatewayCodegen
import GatewayDiagnostics

extension DiagnosticOutput: ExpressibleByArgument {}

/// How findings are shown.
struct Reporting: ParsableArguments {
    @Option(help: "How findings are shown: for people, for programs, for GitHub's checks, or for code scanning.")
    var format = DiagnosticOutput.text

    /// Shows findings on standard error, or in a form for programs on standard output; then the report.
    func show(_ diagnostics: DiagnosticSet, _ report: WriteReport?) {
        format.show(diagnostics)
        if format != .json, format != .sarif, let report { print(report.text, terminator: "") }
    }
}
