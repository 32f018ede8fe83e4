import ArgumentParser
import GatewayDiagnostics
import GatewayEditors
import GatewaySpec

/// `gen schema`.
struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Writes the JSON Schema (draft-07) of the spec, for completion and hover in editors.",
        discussion: "A spec names it in a comment: '# yaml-language-server: $schema=service.schema.json'.")

    @Option(name: [.short, .long], help: "The file to write (default: standard output).")
    var output: String?

    func run() throws {
        guard let output else { return print(ServiceSchema.text, terminator: "") }
        do {
            try TextFile.write(ServiceSchema.text, to: output)
        } catch {
            DiagnosticOutput.text.show(DiagnosticSet([error.diagnostic]))
            throw ExitCode.failure
        }
    }
}
