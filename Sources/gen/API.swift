import ArgumentParser

/// `gen api`: what there is to do with a spec.
struct API: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Generates a service from its spec, or checks the spec.",
        subcommands: [Generate.self, Validate.self, New.self],
        defaultSubcommand: Generate.self)
}
