import Testing

@testable import GatewayRuntime

@Suite("Conditions and ranges of files")
struct FileConditionsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let headers: [(String, String)]
        let expected: String
        var testDescription: String { headers.map { "\($0.0): \($0.1)" }.joined(separator: ", ") }

        init(_ expected: String, _ headers: (String, String)...) {
            self.headers = headers
            self.expected = expected
        }
    }

    static let tag = "\"3b9aca00.0-a\""
    static let date = "Sun, 09 Sep 2001 01:46:40 GMT"
    static let before = "Sun, 09 Sep 2001 01:46:39 GMT"
    static let after = "Mon, 10 Sep 2001 01:46:40 GMT"

    @Test(
        "are answered as RFC 9110 says",
        arguments: [
            Case("200 0123456789"),
            Case("304", ("If-None-Match", tag)),
            Case("304", ("If-None-Match", "\"x\", W/\(tag)")),
            Case("304", ("If-None-Match", "*")),
            Case("200 0123456789", ("If-None-Match", "\"a,b\"")),
            Case("200 0123456789", ("If-None-Match", "\"x\""), ("If-Modified-Since", date)),
            Case("304", ("If-Modified-Since", date)),
            Case("304", ("If-Modified-Since", "Sunday, 09-Sep-01 01:46:40 GMT")),
            Case("304", ("If-Modified-Since", "Sun Sep  9 01:46:40 2001")),
            Case("200 0123456789", ("If-Modified-Since", before)),
            Case("200 0123456789", ("If-Modified-Since", "yesterday")),
            Case("412", ("If-Match", "\"x\"")),
            Case("412", ("If-Match", "W/\(tag)")),
            Case("200 0123456789", ("If-Match", "\"x\", \(tag)")),
            Case("200 0123456789", ("If-Match", "*")),
            Case("412", ("If-Unmodified-Since", before)),
            Case("200 0123456789", ("If-Unmodified-Since", date)),
            Case("206 0123 0-3", ("Range", "bytes=0-3")),
            Case("206 56789 5-9", ("Range", "bytes=5-")),
            Case("206 89 8-9", ("Range", "bytes=-2")),
            Case("206 0123456789 0-9", ("Range", "bytes=-100")),
            Case("206 9 9-9", ("Range", "bytes=9-99999999999999999999999")),
            Case("206 12 1-2", ("Range", "BYTES=1-2")),
            Case("416", ("Range", "bytes=10-")),
            Case("416", ("Range", "bytes=99999999999999999999999-")),
            Case("416", ("Range", "bytes=-0")),
            Case("200 0123456789", ("Range", "bytes=3-1")),
            Case("200 0123456789", ("Range", "bytes=0-1,3-4")),
            Case("200 0123456789", ("Range", "bytes=a-b")),
            Case("200 0123456789", ("Range", "lines=0-1")),
            Case("200 0123456789", ("Range", "bytes=")),
            Case("200 0123456789", ("Range", "bytes=-")),
            Case("206 0 0-0", ("Range", "bytes=0-0"), ("If-Range", tag)),
            Case("200 0123456789", ("Range", "bytes=0-0"), ("If-Range", "\"x\"")),
            Case("200 0123456789", ("Range", "bytes=0-0"), ("If-Range", "W/\(tag)")),
            Case("206 0 0-0", ("Range", "bytes=0-0"), ("If-Range", date)),
            Case("200 0123456789", ("Range", "bytes=0-0"), ("If-Range", after)),
            Case("304", ("Range", "bytes=0-0"), ("If-None-Match", tag)),
        ])
    func conditions(_ example: Case) throws {
        let tree = try FileTree()
        try tree.write("site/a.txt", "0123456789")
        var headers = HTTPFields()
        for (name, value) in example.headers {
            headers.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let response = try tree.ask("/a.txt", headers: headers)
        var words = ["\(response.status.code)"]
        if response.status.code < 300 { words.append(response.content) }
        if response.status.code == 206 {
            words.append(String(response.headers[.contentRange]?.dropFirst(6).prefix { $0 != "/" } ?? "?"))
        }
        #expect(words.joined(separator: " ") == example.expected)
        if response.status.code == 304 {
            #expect(response.headers[.eTag] == Self.tag)
            #expect(response.contentType == nil)
        }
        if response.status.code == 416 { #expect(response.headers[.contentRange] == "bytes */10") }
    }

    @Test("an empty file has no ranges")
    func empty() throws {
        let tree = try FileTree()
        try tree.write("site/a.txt", "")
        #expect(try tree.ask("/a.txt").status == .ok)
        #expect(try tree.ask("/a.txt", headers: [.range: "bytes=0-"]).status.code == 416)
        #expect(try tree.ask("/a.txt", headers: [.range: "bytes=-1"]).status.code == 416)
    }

    @Test("HEAD ignores ranges")
    func head() throws {
        let tree = try FileTree()
        try tree.write("site/a.txt", "0123456789")
        #expect(try tree.ask("/a.txt", method: .head, headers: [.range: "bytes=0-0"]).status == .ok)
    }

    @Test("HTTP dates are written and read back", arguments: [0, 784_111_777, 951_782_400, 4_102_444_800, -86_400])
    func dates(seconds: Int) {
        #expect(HTTPDate.parse(HTTPDate.format(seconds)) == seconds)
    }

    @Test("a date of RFC 9110 is written as there")
    func example() {
        #expect(HTTPDate.format(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.parse("Sun, 31 Feb 1994 08:49:37 GMT") == nil)
        #expect(HTTPDate.parse("Sun, 06 Nov 1994 24:00:00 GMT") == nil)
    }
}
