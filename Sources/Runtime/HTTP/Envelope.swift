import HTTPTypes

/// What a service wraps its JSON answers in, set once: `{"code":0,"msg":"ok","data":…}`, and errors as `{"code":404,"msg":"…"}`.
///
/// Generated code sets `routes.envelope` before the first route. Then every value that a handler returns is the envelope's data, and every
/// error, of handlers and of the runtime, has the envelope's form: `code` is the `HTTPError`'s own or the status, `msg` its detail or title;
/// `requestId` and `violations` stand beside them. Answers without a body (204), text, pages, files, streams and what the spec spells out
/// (`respond`) stay as they are.
public struct Envelope: Hashable, Sendable {
    /// The status of an answer that says an error.
    public enum ErrorStatus: String, Hashable, Sendable, CaseIterable {
        /// The error's own, or 200 for clients that look into the envelope alone.
        case own, ok
    }

    /// The field with the number: 0 for a success (default `code`).
    public let code: String
    /// The field with the text (default `msg`).
    public let message: String
    /// The field with the value (default `data`).
    public let data: String
    /// The status of errors (default `own`).
    public let errorStatus: ErrorStatus
    private let prefix: [UInt8]

    /// Names the envelope's fields.
    public init(
        code: String = "code", message: String = "msg", data: String = "data", success: String = "ok",
        errorStatus: ErrorStatus = .own
    ) {
        self.code = code
        self.message = message
        self.data = data
        self.errorStatus = errorStatus
        var json = JSONWriter()
        json.beginObject()
        json.key(code)
        json.integer(0)
        json.key(message)
        json.string(success)
        json.key(data)
        prefix = json.bytes
    }

    /// Wraps a value that a handler returned.
    func wrap(_ response: inout Response) {
        guard response.isValue, case .bytes(let bytes) = response.body else { return }
        var wrapped: [UInt8] = []
        wrapped.reserveCapacity(prefix.count + bytes.count + 1)
        wrapped += prefix
        wrapped += bytes
        wrapped.append(UInt8(ascii: "}"))
        response.body = .bytes(wrapped)
        response.isValue = false
    }

    /// Says a problem in the envelope's form.
    func replace(_ response: inout Response) {
        guard let problem = response.problem?.problem else { return }
        response.problem = nil
        var json = JSONWriter()
        json.beginObject()
        json.key(code)
        json.integer(problem.code ?? problem.status)
        json.key(message)
        json.string(problem.detail ?? problem.title)
        json.field("requestId", problem.requestID)
        if !problem.violations.isEmpty { json.field("violations", problem.violations) }
        json.endObject()
        response.body = .bytes(json.bytes)
        response.contentType = "application/json"
        if errorStatus == .ok { response.status = .ok }
    }
}
