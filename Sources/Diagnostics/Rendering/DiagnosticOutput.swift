#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The forms in which a command can show its findings.
public enum DiagnosticOutput: String, CaseIterable, Sendable {
    /// For people, on standard error.
    case text
    /// For programs, on standard output.
    case json
    /// As GitHub's commands, on standard output.
    case github
    /// As a SARIF log for code scanning, on standard output.
    case sarif

    /// Shows findings; in colour only on a terminal, and not if `NO_COLOR` is set.
    public func show(_ diagnostics: DiagnosticSet) {
        switch self {
        case .text:
            let colour = isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil
            Self.complain(TextRenderer(colour: colour).render(diagnostics))
        case .json: print(JSONRenderer().render(diagnostics), terminator: "")
        case .sarif: print(SARIFRenderer(tool: "swift-gateway").render(diagnostics), terminator: "")
        case .github: print(GitHubRenderer().render(diagnostics), terminator: "")
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
