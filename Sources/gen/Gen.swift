import ArgumentParser

/// The generator's command line.
@main
struct Gen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gen",
        abstract: "Turns a service spec into a Swift package.",
        discussion:
            "Exit status: 0 if all is well, 1 with findings or drift, 64 for wrong usage, 70 for a fault of gen's own.",
        version: "0.1.0",
        subcommands: [API.self, Schema.self, LanguageServerCommand.self, Explain.self])
}
