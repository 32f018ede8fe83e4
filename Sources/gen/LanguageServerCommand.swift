import ArgumentParser
import GatewayEditors

/// `gen lsp`.
struct LanguageServerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lsp",
        abstract: "Serves editors over standard input and output (Language Server Protocol).",
        discussion:
            "Findings as you type, completion, hover, definition, references, rename, symbols and formatting for specs. "
            + "Editors start it; docs/editors.md says how.")

    @Flag(help: "Accepted because many editors pass it; there is no other way.")
    var stdio = false

    func run() throws {
        var streams = StandardStreams()
        throw ExitCode(streams.run())
    }
}
