/// What became of a config that was read again.
package enum ReloadOutcome: Hashable, Sendable {
    /// It says what it said before, or changes only what needs a restart.
    case unchanged(restart: [String])
    /// The new values of these keys hold; those of the others need a restart.
    case applied([String], restart: [String])
    /// Something is wrong with it, and nothing has changed. Never empty.
    case refused([String])

    /// What metrics and answers call it.
    var name: String {
        switch self {
        case .unchanged: "unchanged"
        case .applied: "applied"
        case .refused: "refused"
        }
    }
}

extension ReloadOutcome {
    /// The answer to who asked for it: 200, or 422 with the findings.
    var response: Response {
        var json = JSONWriter()
        json.beginObject()
        switch self {
        case .unchanged(let restart): write("unchanged", [], restart, to: &json)
        case .applied(let keys, let restart): write("applied", keys, restart, to: &json)
        case .refused(let findings):
            Problem(
                title: "Unprocessable Content", status: 422,
                detail: "the config is not taken, and nothing has changed: mend it and try again"
            ).encodeFields(to: &json)
            Self.write("findings", findings, to: &json)
        }
        json.endObject()
        guard case .refused = self else { return Response(contentType: "application/json", body: .bytes(json.bytes)) }
        return Response(
            status: .unprocessableContent, contentType: "application/problem+json", body: .bytes(json.bytes))
    }

    private func write(_ result: String, _ keys: [String], _ restart: [String], to json: inout JSONWriter) {
        json.field("result", result)
        Self.write("changed", keys, to: &json)
        Self.write("needsRestart", restart, to: &json)
    }

    private static func write(_ name: String, _ values: [String], to json: inout JSONWriter) {
        json.key(name)
        json.beginArray()
        for value in values { json.string(value) }
        json.endArray()
    }
}
