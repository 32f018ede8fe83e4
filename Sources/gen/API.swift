import ArgumentParser

/// `gen api`: what there is to do with a spec.
struct API: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api",
        abstract: "Generates a service from its spec, checks the spec, or lays it out.",
        subcommands: [Generate.self, Validate.self, Format.self, New.self],
        defaultSubcommand: Generate.self)
}
