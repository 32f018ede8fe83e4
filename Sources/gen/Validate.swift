import ArgumentParser
import GatewayCodegen
import GatewayDiagnostics
import GatewaySpec

/// `gen api validate SPEC`.
struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Checks a spec and writes nothing.")

    @OptionGroup var argument: SpecArgument

    @Flag(help: "Warnings count as errors.")
    var strict = false

    @OptionGroup var reporting: Reporting

    func run() throws {
        Heap.reserve()
        let loaded = try argument.source().load()
        Heap.keep(loaded)
        let diagnostics = loaded.diagnostics
        reporting.show(diagnostics, nil)
        let failed = diagnostics.hasErrors || strict && diagnostics.count(of: .warning) > 0
        if failed { throw ExitCode.failure }
    }
}
