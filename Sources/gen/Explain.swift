import ArgumentParser
import GatewayCodegen

/// `gen explain CODE`.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says what a finding's code means and how to mend it.")

    @Argument(help: "A code such as GEN0801.")
    var code: String

    func run() throws {
        guard let text = Explanations.text(for: code) else {
            throw ValidationError(
                "no finding is called '\(code)'\(Explanations.suggestion(for: code).map { "; \($0)" } ?? "")")
        }
        print(text)
    }
}
