import Foundation
import Logging
import Testing

@testable import GatewayRuntime

@Suite("a line of the access log")
struct AccessEntryTests {
    /// 2026-01-02T03:04:05.678Z
    private static let time: UInt64 = 1_767_323_045_678_000_000

    private static func entry(
        _ target: String = "/orders/7?token=secret", status: Int = 200, given: RequestMark.Given? = nil
    ) -> AccessEntry {
        var head = RequestHead(method: .get, target: target)
        head.mark = RequestMark(number: 1, given: given)
        return AccessEntry(
            head: head, route: RouteInfo(pattern: "/orders/{id}"), status: status, bytes: 12, nanoseconds: 1_234_567,
            from: "127.0.0.1")
    }

    private static func line(_ entry: AccessEntry, _ format: LogFormat) -> String {
        var line = LineBuffer()
        entry.write(to: &line, format, label: "shop", time: time)
        return String(decoding: line.bytes, as: UTF8.self)
            .split(separator: entry.head.mark.id, omittingEmptySubsequences: false).joined(separator: "<id>")
    }

    @Test("it has the path without its query, in text and in JSON")
    func plain() {
        #expect(
            Self.line(Self.entry(), .text)
                == "2026-01-02T03:04:05.678Z info  GET /orders/7 200 bytes=12 from=127.0.0.1 ms=1.234 request=<id> route=/orders/{id}\n"
        )
        #expect(
            Self.line(Self.entry(), .json)
                == #"{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"GET /orders/7 200","logger":"shop","bytes":12,"from":"127.0.0.1","method":"GET","ms":1.234,"path":"/orders/7","request":"<id>","route":"/orders/{id}","status":200}"#
                + "\n")
    }

    @Test("failures and slow requests are warnings; a slow one says so")
    func warnings() {
        var entry = Self.entry(status: 503)
        #expect(Self.line(entry, .text).contains("Z warn  GET "))
        #expect(Self.line(entry, .json).contains(#""level":"warning""#))
        entry = Self.entry()
        entry.isSlow = true
        #expect(Self.line(entry, .text).contains("Z warn  GET ") && Self.line(entry, .text).contains(" slow=true"))
        #expect(Self.line(entry, .json).contains(#""slow":true,"status":200"#))
    }

    @Test("a caller's id and trace stand in it")
    func given() throws {
        var head = RequestHead(target: "/")
        head.append(
            name: head.append("traceparent"),
            value: head.append("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let entry = Self.entry(given: RequestMark.Given(id: "abc-1", trace: IncomingTrace(head)))
        #expect(entry.head.mark.id == "abc-1")
        #expect(Self.line(entry, .text).hasSuffix(" route=/orders/{id} trace=4bf92f3577b34da6a3ce929d0e0e4736\n"))
        #expect(Self.line(entry, .json).hasSuffix(#""status":200,"trace":"4bf92f3577b34da6a3ce929d0e0e4736"}"# + "\n"))
    }

    @Test(
        "nothing in a path forges a line or breaks the JSON", arguments: ["/a\"b\\c", "/ä\u{202E}x", "/a\nb", "/\u{1}"])
    func hostile(path: String) throws {
        let entry = Self.entry(path)
        let text = Self.line(entry, .text)
        #expect(text.filter { $0 == "\n" }.count == 1 && !text.contains("\u{202E}") && !text.contains("\u{1}"))
        let json = Self.line(entry, .json)
        #expect(json.filter { $0 == "\n" }.count == 1)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(object?["path"] as? String == path)
    }

    @Test("how a WebSocket ended")
    func closing() {
        var entry = Self.entry("/ws", status: 101)
        entry.closing = AccessEntry.Closing(
            code: 1001, by: .server, client: 7, user: "ann b", room: "main", messagesIn: 1, messagesOut: 2, bytesIn: 3,
            bytesOut: 4)
        #expect(
            Self.line(entry, .text)
                == "2026-01-02T03:04:05.678Z info  GET /ws closed 1001 by=server bytesIn=3 bytesOut=4 client=7 from=127.0.0.1 messagesIn=1 messagesOut=2 ms=1.234 request=<id> room=main route=/orders/{id} user=\"ann b\"\n"
        )
        #expect(
            Self.line(entry, .json)
                == #"{"time":"2026-01-02T03:04:05.678Z","level":"info","message":"GET /ws closed 1001","logger":"shop","by":"server","bytesIn":3,"bytesOut":4,"client":7,"code":1001,"from":"127.0.0.1","messagesIn":1,"messagesOut":2,"method":"GET","ms":1.234,"path":"/ws","request":"<id>","room":"main","route":"/orders/{id}","status":101,"user":"ann b"}"#
                + "\n")
    }

    @Test("other loggers get the same fields")
    func metadata() {
        let entry = Self.entry()
        #expect(entry.message == "GET /orders/7 200")
        #expect(
            entry.metadata.mapValues { "\($0)" } == [
                "bytes": "12", "from": "127.0.0.1", "method": "GET", "ms": "1.234", "path": "/orders/7",
                "request": entry.head.mark.id, "route": "/orders/{id}", "status": "200",
            ])
    }
}
