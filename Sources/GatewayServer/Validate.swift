import ArgumentParser
import GatewayDiagnostics

/// `gateway validate SPEC`.
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Checks a spec and serves nothing.")

    @OptionGroup var argument: SpecArgument

    @Flag(help: "Warnings count as errors.")
    var strict = false

    @Option(help: "How findings are shown: for people, for programs, or for GitHub's checks.")
    var format = DiagnosticOutput.text

    func run() throws {
        let diagnostics = argument.check().diagnostics
        format.show(diagnostics)
        if diagnostics.hasErrors || strict && diagnostics.count(of: .warning) > 0 { throw ExitCode.failure }
    }
}
