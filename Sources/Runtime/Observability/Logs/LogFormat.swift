/// How log lines are written.
public enum LogFormat: String, Hashable, Sendable, CaseIterable {
    /// For people: `2026-01-02T03:04:05.678Z info  message key=value`.
    case text
    /// For machines: one JSON object a line with `time`, `level`, `message` and the metadata.
    case json
}
