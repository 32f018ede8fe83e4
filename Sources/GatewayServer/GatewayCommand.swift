import ArgumentParser

/// The gateway's command line.
@main
struct GatewayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gateway",
        abstract: "Serves the declarative part of a service spec, without code.",
        discussion:
            "Exit status: 0 if all is well, 1 with findings or a bad setting, 64 for wrong usage, 70 for a fault of its own.",
        version: "0.1.0",
        subcommands: [Run.self, Validate.self, Explain.self, Hash.self])
}
