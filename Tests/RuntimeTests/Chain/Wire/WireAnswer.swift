@testable import GatewayRuntime

/// An answer without what its protocol alone says, and without what is another each time.
struct WireAnswer: Sendable, Hashable, CustomStringConvertible {
    let status: Int
    /// Lower-case names; several fields of one name are joined.
    private(set) var fields: [String: String]
    let body: [UInt8]

    /// What says how a message is sent, when, and what it is called in logs.
    private static let passing = [
        "connection", "keep-alive", "transfer-encoding", "date", "x-request-id", "traceparent", "tracestate",
    ]

    init(status: Int, fields: [(String, String)], body: [UInt8]) {
        self.status = status
        self.fields = Dictionary(fields) { $0 + ", " + $1 }
        self.body = body
        for name in Self.passing { self.fields[name] = nil }
    }

    var text: String { String(decoding: body, as: UTF8.self) }
    subscript(_ name: String) -> String? { fields[name] }

    /// The same, so that two of them can be compared: a problem's id is another each time, and the rest of a rate may be.
    var comparable: WireAnswer {
        var copy = fields
        if text.contains("\"requestId\":\"") {
            let parts = text.split(separator: "\"requestId\":\"", maxSplits: 1)
            let rest = parts.count == 2 ? parts[1].drop { $0 != "\"" } : ""
            return WireAnswer(
                status: status, fields: copy.map { ($0.key, $0.value) }, body: Array((String(parts[0]) + rest).utf8))
        }
        copy["ratelimit"] = copy["ratelimit"].map { $0.split(separator: ";").filter { !$0.hasPrefix("t=") }.joined() }
        copy["retry-after"] = copy["retry-after"].map { _ in "some" }
        if status == 413 {
            // A parser and a handler say it in words of their own.
            copy["content-length"] = nil
            return WireAnswer(status: status, fields: copy.map { ($0.key, $0.value) }, body: [])
        }
        return WireAnswer(status: status, fields: copy.map { ($0.key, $0.value) }, body: body)
    }

    var description: String {
        let lines = fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return "\(status) {\(lines.joined(separator: "; "))} \(body.count < 300 ? text : "\(body.count) bytes")"
    }
}
