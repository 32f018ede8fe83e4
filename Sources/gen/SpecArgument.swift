import ArgumentParser
import GatewayCodegen

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The spec that a command works on.
struct SpecArgument: ParsableArguments {
    @Argument(help: "The spec's file, ending in .yaml or .yml, or - for standard input.")
    var spec: String

    func validate() throws { try Self.validate(spec) }

    /// Refuses what is no spec by its name.
    static func validate(_ spec: String) throws {
        guard spec == "-" || spec.hasSuffix(".yaml") || spec.hasSuffix(".yml") else {
            throw ValidationError("a spec ends in .yaml or .yml, or is -; '\(spec)' is neither")
        }
    }

    /// The spec, read already if it comes through standard input.
    func source() throws -> SpecSource {
        spec == "-" ? .text(try Self.readStandardInput()) : .file(spec)
    }

    /// All of standard input, up to 8 MiB.
    static func readStandardInput() throws -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while bytes.count <= 8 << 20 {
            let count = read(STDIN_FILENO, &part, part.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw ValidationError("can't read standard input") }
            if count == 0 { break }
            bytes.append(contentsOf: part[..<count])
        }
        return bytes
    }
}
