import ArgumentParser
import Gateway

/// `gateway explain SPEC 'GET /path'`.
struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Says which route answers a request, and what it does.")

    @OptionGroup var argument: SpecArgument

    @Argument(help: "A request line such as 'GET /rooms', or 'WS /ws'.")
    var request: String

    func run() throws {
        let parts = request.split(separator: " ", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[1].hasPrefix("/") else {
            throw ValidationError("a request is a method and a path, such as 'GET /rooms'; '\(request)' is not")
        }
        let service = GatewayService(try argument.load())
        let answer = service.explain(method: parts[0].uppercased(), target: parts[1])
        print(answer.text)
        if !answer.isFound { throw ExitCode.failure }
    }
}
