import Foundation
import Testing

@testable import GatewayRuntime

@Suite("spans as a collector reads them")
struct OTLPTests {
    private static func span(status: Int = 200, parent: Bool = true) -> RequestSpan {
        var head = RequestHead(target: "/orders/7?token=x")
        head.append(
            name: head.append("traceparent"),
            value: head.append("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        head.append(name: head.append("tracestate"), value: head.append("a=1"))
        let given = RequestMark.Given(id: "id-1", trace: parent ? IncomingTrace(head) : nil)
        return RequestSpan(
            context: RequestMark(number: 1, given: given, sample: 1).trace, name: "GET /orders/{id}",
            start: 1_767_323_045_678_000_001, end: 1_767_323_045_679_000_001, method: "GET", path: "/orders/7",
            route: "/orders/{id}", operation: nil, status: status, received: 0, sent: 12, client: "127.0.0.1",
            requestID: "id-1")
    }

    @Test("a request for the collector, byte for byte")
    func encoding() {
        let span = Self.span()
        let expected =
            #"{"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"scopeSpans":[{"scope":{"name":"http.server"},"spans":[{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"\#(span.context.spanID)","parentSpanId":"00f067aa0ba902b7","traceState":"a=1","name":"GET /orders/{id}","kind":2,"startTimeUnixNano":"1767323045678000001","endTimeUnixNano":"1767323045679000001","attributes":[{"key":"http.request.method","value":{"stringValue":"GET"}},{"key":"http.route","value":{"stringValue":"/orders/{id}"}},{"key":"url.path","value":{"stringValue":"/orders/7"}},{"key":"http.response.status_code","value":{"intValue":"200"}},{"key":"http.request.body.size","value":{"intValue":"0"}},{"key":"http.response.body.size","value":{"intValue":"12"}},{"key":"client.address","value":{"stringValue":"127.0.0.1"}},{"key":"http.request.id","value":{"stringValue":"id-1"}}]}]}]}]}"#
        #expect(String(decoding: OTLPTraces.encode([span], service: "shop"), as: UTF8.self) == expected)
    }

    @Test("a failure has a status; a trace that begins here has no parent; a batch is one line of a file")
    func file() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("spans-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = try SpanFile(path: path, service: "shop")
        try await file.export([Self.span(status: 500, parent: false), Self.span()])
        try await file.export([Self.span()])
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].contains(#""status":{"code":2}"#))
        #expect(lines[0].components(separatedBy: "parentSpanId").count == 2)
        #expect(!lines[1].contains(#""status":"#))
    }
}
