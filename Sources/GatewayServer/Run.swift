import ArgumentParser
import Gateway

/// `gateway run SPEC`.
struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Serves a spec until SIGTERM or SIGINT.",
        discussion: "Flags behind the spec are those of every service: --host, --port, --config, --log-level, --set …")

    @OptionGroup var argument: SpecArgument

    @Argument(parsing: .captureForPassthrough, help: .hidden)
    var flags: [String] = []

    func run() async throws {
        let spec = try argument.load()
        let folder = argument.spec.lastIndex(of: "/").map { String(argument.spec[..<$0]) }
        let status = await GatewayProgram(spec: spec, folder: folder ?? ".").run(flags)
        if status != 0 { throw ExitCode(status) }
    }
}
