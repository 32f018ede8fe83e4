import ArgumentParser
import GatewayDiagnostics
import GatewayEditors

/// `gen api format SPEC…`.
struct Format: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "format",
        abstract: "Lays specs out in one form; comments and meaning stay.",
        discussion:
            "Files are rewritten in place; what comes through standard input goes to standard output. A file with a "
            + "syntax error is left alone. Exit status: 0 if all is well, 1 with findings, or with --check if a file is not "
            + "in form.")

    @Argument(help: "The specs' files, ending in .yaml or .yml, or - alone for standard input.")
    var specs: [String]

    @Flag(help: "Write nothing; list the files that are not in form and exit with status 1 if there are any.")
    var check = false

    func validate() throws {
        for spec in specs { try SpecArgument.validate(spec) }
        if specs.count > 1, specs.contains("-") { throw ValidationError("- stands alone") }
    }

    func run() throws {
        var job = FormatJob(isCheck: check)
        var isClean = true
        if specs == ["-"] {
            let file = SourceFile(path: "-", bytes: try SpecArgument.readStandardInput())
            let text = job.format(file)
            if let text, !check { print(text, terminator: "") }
            isClean = text.map { !check || Array($0.utf8) == file.bytes } ?? false
        } else {
            for spec in specs {
                let result = job.format(path: spec)
                if result == .changed { print(check ? "not in form: \(spec)" : "formatted \(spec)") }
                isClean = isClean && (result == .unchanged || result == .changed && !check)
            }
        }
        DiagnosticOutput.text.show(job.diagnostics)
        if !isClean { throw ExitCode.failure }
    }
}
