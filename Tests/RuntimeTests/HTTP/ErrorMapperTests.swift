import Logging
import Synchronization
import Testing

@testable import GatewayRuntime

/// Keeps what is logged.
private final class LogBook: LogHandler, Sendable {
    private let lines = Guarded<[String]>([])
    var metadata: Logger.Metadata {
        get { [:] }
        set {}
    }
    var logLevel: Logger.Level {
        get { .trace }
        set {}
    }
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { nil }
        set {}
    }

    func log(event: LogEvent) {
        lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:])") }
    }

    var text: String { lines.withLock { $0.joined(separator: "\n") } }
}

@Suite("Errors as answers")
struct ErrorMapperTests {
    private struct Secret: Error {
        let password = "hunter2"
    }

    private func map(_ error: any Error, book: LogBook = LogBook()) -> Response {
        ErrorMapper.response(for: error, requestID: "id-1", logger: Logger(label: "test") { _ in book })
    }

    @Test("an error that nobody meant for clients says nothing but an id, which the log has too")
    func internalErrors() {
        let book = LogBook()
        let response = map(Secret(), book: book)
        #expect(response.status.code == 500)
        #expect(response.contentType == "application/problem+json")
        #expect(!response.content.contains("hunter2") && !response.content.contains("Secret"))
        #expect(response.content.contains("\"requestId\":\"id-1\""))
        #expect(book.text.contains("id-1") && book.text.contains("hunter2"))
    }

    @Test("an HTTP error is a problem document with its status and headers")
    func httpErrors() {
        let response = map(HTTPError.tooManyRequests(retryAfter: .milliseconds(1500), "slow down"))
        #expect(response.status.code == 429)
        #expect(response.headers[.retryAfter] == "2")
        #expect(response.content == #"{"title":"Too Many Requests","status":429,"detail":"slow down"}"#)
        let unwritten = map(HTTPError.notWritten("postMessage", in: "Sources/Chat/Handlers/PostMessage.swift"))
        #expect(unwritten.status.code == 501)
        #expect(
            unwritten.content.contains(
                "postMessage has no code yet: write it in Sources/Chat/Handlers/PostMessage.swift"))
        #expect(map(HTTPError.unauthorized()).headers[.wwwAuthenticate] == "Bearer")
    }

    @Test("broken rules are a 422 with all of them, malformed input is a 400")
    func validation() {
        let rules = map(
            ValidationFailure(violations: [
                Violation(.body, "/text", "is required", code: "required"),
                Violation(.query, "limit", "must be 1 to 200", code: "range"),
            ]))
        #expect(rules.status.code == 422)
        #expect(
            rules.content == #"{"title":"Input breaks the rules","status":422,"violations":["#
                + #"{"in":"body","pointer":"/text","code":"required","message":"is required"},"#
                + #"{"in":"query","name":"limit","code":"range","message":"must be 1 to 200"}]}"#)
        let malformed = map(ValidationFailure(violations: [], malformed: true, detail: "not JSON"))
        #expect(malformed.status.code == 400)
        #expect(map(CancellationError()).status.code == 503)
    }
}
