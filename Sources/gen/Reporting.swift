import ArgumentParser
import GatewayCodegen
import GatewayDiagnostics

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How findings are shown.
struct Reporting: ParsableArguments {
    /// The forms that findings can take.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, github
    }

    @Option(help: "How findings are shown: for people, for programs, or for GitHub's checks.")
    var format = Format.text

    /// Shows findings on standard error, or as JSON or GitHub's commands on standard output; then the report.
    func show(_ diagnostics: DiagnosticSet, _ report: WriteReport?) {
        switch format {
        case .text:
            let colour = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
            Self.complain(TextRenderer(colour: colour).render(diagnostics))
            if let report { print(report.text, terminator: "") }
        case .json: print(JSONRenderer().render(diagnostics), terminator: "")
        case .github:
            print(GitHubRenderer().render(diagnostics), terminator: "")
            if let report { print(report.text, terminator: "") }
        }
    }

    private static func complain(_ text: String) {
        fflush(nil)
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}
