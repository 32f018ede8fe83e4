import ArgumentParser
import GatewayCodegen
import GatewayDiagnostics

/// `gen api SPEC`.
struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Writes the service's package, and keeps what is yours in it (what 'gen api SPEC' does).")

    @OptionGroup var argument: SpecArgument

    @Option(
        name: [.short, .long], help: "The package's folder (default: a folder of the service's name beside the spec).")
    var output: String?

    @Option(
        help:
            "Where the package finds swift-gateway: a path or a URL (default: the checkout around it, else the release)."
    )
    var runtime: String?

    @Flag(help: "Write nothing; exit with status 1 if anything would change.")
    var check = false

    @Flag(help: "Write nothing; list what would change.")
    var dryRun = false

    @Flag(help: "Overwrite gen's own files even if somebody edited them.")
    var force = false

    @OptionGroup var reporting: Reporting

    func validate() throws {
        if check && dryRun { throw ValidationError("--check and --dry-run exclude each other") }
    }

    func run() throws {
        Heap.reserve()
        let job = PackageJob(
            spec: try argument.source(), output: output, runtime: runtime,
            mode: check ? .check : dryRun ? .dryRun : .write,
            force: force)
        let outcome = job.run()
        Heap.keep(outcome)
        reporting.show(outcome.diagnostics, outcome.report)
        let drifted = check && outcome.report?.isCurrent != true
        if outcome.diagnostics.hasErrors || drifted { throw ExitCode.failure }
    }
}
