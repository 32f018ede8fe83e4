/// A problem document (RFC 9457): what a client reads when a request fails.
public struct Problem: Sendable {
    /// A URI that names the kind of problem (default `about:blank`: the status says it all; then it is not sent).
    public var type: String?
    /// The kind of problem in a few words; the same for each occurrence.
    public var title: String
    /// The HTTP status.
    public var status: Int
    /// What is wrong this time, and how to mend it.
    public var detail: String?
    /// What the request is called in the service's log.
    public var requestID: String?
    /// What each part of the input breaks.
    public var violations: [Violation]
    /// The service's own number for the kind of problem; nil sends none, and stands for the status in an envelope.
    public var code: Int?

    /// Makes a problem document of its parts.
    public init(
        type: String? = nil, title: String, status: Int, detail: String? = nil, requestID: String? = nil,
        violations: [Violation] = [], code: Int? = nil
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.detail = detail
        self.requestID = requestID
        self.violations = violations
        self.code = code
    }
}

/// A problem that a response keeps, so that it can be said in another way.
package final class ProblemBox: Sendable {
    package let problem: Problem

    init(_ problem: Problem) { self.problem = problem }
}

extension Problem: JSONObjectEncodable {
    /// Writes the fields.
    public func encodeFields(to json: inout JSONWriter) {
        json.field("type", type)
        json.field("title", title)
        json.field("status", status)
        json.field("code", code)
        json.field("detail", detail)
        json.field("requestId", requestID)
        if !violations.isEmpty { json.field("violations", violations) }
    }
}
