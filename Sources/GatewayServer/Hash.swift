import ArgumentParser
import GatewayRuntime

/// `gateway hash`: what the config keeps of a password or an API key.
struct Hash: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash",
        abstract: "Makes of a password or a key, read from standard input, what the config keeps of it.",
        discussion: """
            Nothing secret stands on the command line, where others could see it: printf %s "$KEY" | gateway hash --key
            """)

    @Flag(help: "The input is an API key: its SHA-256 is made.")
    var key = false

    func run() throws {
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw ValidationError("there is nothing on standard input")
        }
        print(key ? KeptCredential.key(line) : KeptCredential.password(line))
    }
}
