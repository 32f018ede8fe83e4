import ArgumentParser
import GatewayCodegen

/// `gen api new NAME`.
struct New: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Writes a small spec to start from, as NAME/NAME.yaml.")

    @Argument(help: "The service's name, such as shop.")
    var name: String

    @OptionGroup var reporting: Reporting

    func run() throws {
        let outcome = StarterSpec(service: name).write()
        reporting.show(outcome.diagnostics, nil)
        guard let path = outcome.path else { throw ExitCode.failure }
        print("written \(path)\n\nNext: gen api \(path)")
    }
}
