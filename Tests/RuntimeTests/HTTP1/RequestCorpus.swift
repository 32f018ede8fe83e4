import Testing

@testable import GatewayRuntime

/// A request (or several) that breaks a rule, and how it must be refused.
struct BadRequest: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let failure: HTTP1Failure
    /// Set where NIO's decoder takes what is refused here; a test checks that it really does.
    var nioTakesIt = false

    var testDescription: String { name }
}

/// A request that keeps the rules, and what the parser says of it.
struct GoodRequest: Sendable, CustomTestStringConvertible {
    let text: String
    let lines: [String]

    var testDescription: String { lines.first ?? "nothing" }
}

enum RequestCorpus {
    static let good: [GoodRequest] = [
        GoodRequest(text: "GET / HTTP/1.1\r\nHost: a\r\n\r\n", lines: ["GET / 1.1 [Host=a] "]),
        GoodRequest(text: "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", lines: ["GET / 1.1 [Host=a] "]),
        GoodRequest(text: "GET / HTTP/1.0\r\n\r\n", lines: ["GET / 1.0 [] close"]),
        GoodRequest(
            text: "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", lines: ["GET / 1.0 [Connection=Keep-Alive] "]),
        GoodRequest(
            text: "GET /a?b=c&d=%20|{} HTTP/1.1\r\nhost:a:80\r\nX-Empty:\r\nX-Pad: \t a b\t \r\n\r\n",
            lines: ["GET /a?b=c&d=%20|{} 1.1 [host=a:80|X-Empty=|X-Pad=a b] "]),
        GoodRequest(
            text: "OPTIONS * HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", lines: ["OPTIONS * 1.1 [Host=[::1]:8080] "]),
        GoodRequest(
            text: "GET http://Example.com/x HTTP/1.1\r\nHost: example.COM:80\r\n\r\n",
            lines: ["GET http://Example.com/x 1.1 [Host=example.COM:80] "]),
        GoodRequest(text: "GET / HTTP/1.1\r\nHost:\r\n\r\n", lines: ["GET / 1.1 [Host=] "]),
        GoodRequest(
            text: "GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n",
            lines: ["GET / 1.1 [Host=a|Connection=foo, Close] close"]),
        GoodRequest(
            text: "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n",
            lines: ["GET / 1.1 [Host=a|Connection=keep-alive, Upgrade|Upgrade=websocket] upgrade"]),
        GoodRequest(
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            lines: ["POST / 1.1 [Host=a|Content-Length=5] length=5", "body hello", "end", "GET /2 1.1 [Host=a] "]),
        GoodRequest(
            text: "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            lines: ["POST / 1.1 [Host=a|Content-Length=0] ", "GET /2 1.1 [Host=a] "]),
        GoodRequest(
            text: "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\nok",
            lines: ["PUT / 1.1 [Host=a|Expect=100-Continue|Content-Length=2] length=2,continue", "body ok", "end"]),
        GoodRequest(
            text: "PUT / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", lines: ["PUT / 1.1 [Host=a|Expect=tea] expect?"]),
        GoodRequest(
            text:
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n00b;x=1;y=\"q\\\"\"\r\n"
                + " wide world\r\n0\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n",
            lines: [
                "POST / 1.1 [Host=a|Transfer-Encoding=Chunked] chunked", "body hello wide world", "end",
                "GET /2 1.1 [Host=a] ",
            ]),
        GoodRequest(
            text: "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n000\r\nX-Sum: 1\r\n\r\n",
            lines: ["POST / 1.1 [Host=a|Transfer-Encoding=chunked] chunked", "body a", "end"]),
        GoodRequest(
            text: "GET / HTTP/1.1\r\nHost: a\r\nX-Name: J\u{F8}rn\r\n\r\n",
            lines: ["GET / 1.1 [Host=a|X-Name=J\u{F8}rn] "]),
    ]

    /// Begins a POST whose body the text after it is.
    private static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

    private static func fields(_ text: String) -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(text)\r\n\r\n0\r\n\r\n"
    }

    static let bad: [BadRequest] = badLines + badFields + badFraming + badChunks + smuggling

    private static let badLines: [BadRequest] = [
        BadRequest(
            name: "bare LF ends the request line", text: "GET / HTTP/1.1\nHost: a\r\n\r\n", failure: .lineEndMalformed),
        BadRequest(
            name: "bare CR in the request line", text: "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", failure: .lineEndMalformed
        ),
        BadRequest(
            name: "two empty lines first", text: "\r\n\r\nGET / HTTP/1.1\r\n\r\n", failure: .requestLineMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "two spaces", text: "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", failure: .requestLineMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "tab as separator", text: "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(
            name: "space at the end", text: "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(name: "leading space", text: " GET / HTTP/1.1\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(name: "no version (HTTP/0.9)", text: "GET /\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(name: "no target", text: "GET HTTP/1.1\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(
            name: "method with a colon", text: "GET: / HTTP/1.1\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(
            name: "method without end", text: String(repeating: "A", count: 33) + " / HTTP/1.1\r\n\r\n",
            failure: .methodTooLong),
        BadRequest(
            name: "lower-case protocol", text: "GET / http/1.1\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(name: "HTTP/2.0", text: "GET / HTTP/2.0\r\nHost: a\r\n\r\n", failure: .versionUnsupported),
        BadRequest(name: "HTTP/1.2", text: "GET / HTTP/1.2\r\nHost: a\r\n\r\n", failure: .versionUnsupported),
        BadRequest(name: "HTTP/1.10", text: "GET / HTTP/1.10\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(name: "HTTP/2 preface", text: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", failure: .versionUnsupported),
        BadRequest(name: "TLS hello", text: "\u{16}\u{03}\u{01}\u{02}", failure: .tlsUnexpected),
        BadRequest(name: "NUL in the target", text: "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed),
        BadRequest(
            name: "UTF-8 in the target", text: "GET /\u{E9} HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed),
        BadRequest(
            name: "fragment in the target", text: "GET /#a HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed,
            nioTakesIt: true),
        BadRequest(name: "relative target", text: "GET a HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed),
        BadRequest(
            name: "asterisk with GET", text: "GET * HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "unknown scheme", text: "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetSchemeUnsupported,
            nioTakesIt: true),
        BadRequest(
            name: "user in the target", text: "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "CONNECT", text: "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", failure: .tunnelUnsupported,
            nioTakesIt: true),
    ]

    private static let badFields: [BadRequest] = [
        BadRequest(name: "bare LF ends a field", text: "GET / HTTP/1.1\r\nHost: a\n\r\n", failure: .lineEndMalformed),
        BadRequest(
            name: "bare LF ends the header", text: "GET / HTTP/1.1\r\nHost: a\r\n\n", failure: .lineEndMalformed),
        BadRequest(
            name: "bare CR in a value", text: "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", failure: .lineEndMalformed
        ),
        BadRequest(
            name: "bare CR in a name", text: "GET / HTTP/1.1\r\nHost: a\r\nX\rY: b\r\n\r\n", failure: .lineEndMalformed),
        BadRequest(
            name: "NUL in a value", text: "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", failure: .fieldMalformed),
        BadRequest(
            name: "control deep in a long value",
            text: "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "v", count: 40))\u{1}vvvvvvvvvvvvvvvvvv\r\n\r\n",
            failure: .fieldMalformed),
        BadRequest(
            name: "DEL in a value", text: "GET / HTTP/1.1\r\nHost: a\r\nX: \u{7F}\r\n\r\n", failure: .fieldMalformed),
        BadRequest(name: "no colon", text: "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", failure: .fieldMalformed),
        BadRequest(name: "empty name", text: "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", failure: .fieldMalformed),
        BadRequest(
            name: "space before the colon", text: fields("Content-Length : 5"), failure: .fieldNameFollowedBySpace),
        BadRequest(
            name: "tab before the colon", text: fields("Transfer-Encoding\t: chunked"),
            failure: .fieldNameFollowedBySpace),
        BadRequest(name: "folded value", text: fields("X: a\r\n b"), failure: .fieldFolded),
        BadRequest(name: "folded first line", text: "GET / HTTP/1.1\r\n Host: a\r\n\r\n", failure: .fieldFolded),
        BadRequest(name: "name with a slash", text: fields("X/Y: a"), failure: .fieldMalformed),
        BadRequest(name: "name in UTF-8", text: fields("X\u{E9}: a"), failure: .fieldMalformed),
        BadRequest(name: "quoted name", text: fields("\"X\": a"), failure: .fieldMalformed),
        BadRequest(name: "no Host", text: "GET / HTTP/1.1\r\n\r\n", failure: .hostMissing, nioTakesIt: true),
        BadRequest(
            name: "two Hosts", text: "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", failure: .hostRepeated,
            nioTakesIt: true),
        BadRequest(
            name: "Host with a path", text: "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", failure: .hostMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "Host with a user", text: "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", failure: .hostMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "Host list", text: "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n", failure: .hostMalformed, nioTakesIt: true),
        BadRequest(
            name: "Host with a bad port", text: "GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n", failure: .hostMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "Host with a huge port", text: "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", failure: .hostMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "open bracket", text: "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n", failure: .hostMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "target and Host disagree", text: "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n",
            failure: .hostDisagrees,
            nioTakesIt: true),
        BadRequest(
            name: "target and Host differ in the port", text: "GET http://a:81/ HTTP/1.1\r\nHost: a\r\n\r\n",
            failure: .hostDisagrees, nioTakesIt: true),
    ]

    private static let badFraming: [BadRequest] = [
        BadRequest(
            name: "length and encoding", text: fields("Content-Length: 5\r\nTransfer-Encoding: chunked"),
            failure: .lengthWithEncoding),
        BadRequest(
            name: "encoding and length", text: fields("Transfer-Encoding: chunked\r\nContent-Length: 5"),
            failure: .lengthWithEncoding),
        BadRequest(
            name: "two lengths", text: fields("Content-Length: 5\r\nContent-Length: 6"), failure: .lengthRepeated),
        BadRequest(
            name: "two equal lengths", text: fields("Content-Length: 5\r\nContent-Length: 5"), failure: .lengthRepeated),
        BadRequest(name: "length list", text: fields("Content-Length: 5, 5"), failure: .lengthMalformed),
        BadRequest(name: "length with a sign", text: fields("Content-Length: +5"), failure: .lengthMalformed),
        BadRequest(name: "negative length", text: fields("Content-Length: -5"), failure: .lengthMalformed),
        BadRequest(name: "hexadecimal length", text: fields("Content-Length: 0x5"), failure: .lengthMalformed),
        BadRequest(name: "length with a fraction", text: fields("Content-Length: 5.0"), failure: .lengthMalformed),
        BadRequest(name: "length with a space", text: fields("Content-Length: 1 2"), failure: .lengthMalformed),
        BadRequest(name: "length with an underscore", text: fields("Content-Length: 1_2"), failure: .lengthMalformed),
        BadRequest(name: "empty length", text: fields("Content-Length:"), failure: .lengthMalformed),
        BadRequest(
            name: "length beyond 64 bits", text: fields("Content-Length: 99999999999999999999"),
            failure: .lengthTooLarge),
        BadRequest(
            name: "length that wraps to 5", text: fields("Content-Length: 18446744073709551621"),
            failure: .lengthTooLarge),
        BadRequest(name: "unknown coding", text: fields("Transfer-Encoding: xchunked"), failure: .encodingUnknown),
        BadRequest(name: "identity coding", text: fields("Transfer-Encoding: identity"), failure: .encodingUnknown),
        BadRequest(
            name: "coding before chunked", text: fields("Transfer-Encoding: gzip, chunked"), failure: .encodingUnknown,
            nioTakesIt: true),
        BadRequest(
            name: "chunked twice", text: fields("Transfer-Encoding: chunked, chunked"), failure: .encodingMalformed),
        BadRequest(
            name: "chunked not last", text: fields("Transfer-Encoding: chunked, gzip"), failure: .encodingMalformed),
        BadRequest(
            name: "two encodings", text: fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"),
            failure: .encodingRepeated),
        BadRequest(name: "empty encoding", text: fields("Transfer-Encoding:"), failure: .encodingMalformed),
        BadRequest(
            name: "quoted encoding", text: fields("Transfer-Encoding: \"chunked\""), failure: .encodingMalformed),
        BadRequest(
            name: "vertical tab in the encoding", text: fields("Transfer-Encoding: \u{B}chunked"),
            failure: .fieldMalformed),
        BadRequest(
            name: "encoding in HTTP/1.0", text: "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            failure: .encodingInHTTP10, nioTakesIt: true),
    ]

    private static let badChunks: [BadRequest] = [
        BadRequest(
            name: "chunk size with a sign", text: chunked + "+1\r\na\r\n0\r\n\r\n", failure: .chunkSizeMalformed),
        BadRequest(
            name: "chunk size with a prefix", text: chunked + "0x1\r\na\r\n0\r\n\r\n", failure: .chunkSizeMalformed),
        BadRequest(
            name: "chunk size with a space", text: chunked + "1 \r\na\r\n0\r\n\r\n", failure: .chunkSizeMalformed),
        BadRequest(
            name: "leading space before the size", text: chunked + " 1\r\na\r\n0\r\n\r\n", failure: .chunkSizeMalformed),
        BadRequest(name: "empty chunk size", text: chunked + "\r\na\r\n0\r\n\r\n", failure: .chunkSizeMalformed),
        BadRequest(
            name: "chunk size of 17 digits", text: chunked + "00000000000000001\r\na\r\n0\r\n\r\n",
            failure: .chunkSizeMalformed, nioTakesIt: true),
        BadRequest(
            name: "chunk size beyond 63 bits", text: chunked + "FFFFFFFFFFFFFFFF\r\na\r\n0\r\n\r\n",
            failure: .chunkSizeTooLarge, nioTakesIt: true),
        BadRequest(name: "bare LF ends the size", text: chunked + "1\na\r\n0\r\n\r\n", failure: .lineEndMalformed),
        BadRequest(
            name: "bare CR in an extension", text: chunked + "1;\ra\r\na\r\n0\r\n\r\n",
            failure: .chunkExtensionMalformed),
        BadRequest(
            name: "bare LF in an extension", text: chunked + "1;a\nb\r\na\r\n0\r\n\r\n", failure: .lineEndMalformed),
        BadRequest(name: "empty extension", text: chunked + "1;\r\na\r\n0\r\n\r\n", failure: .chunkExtensionMalformed),
        BadRequest(
            name: "extension without a value", text: chunked + "1;a=\r\na\r\n0\r\n\r\n",
            failure: .chunkExtensionMalformed, nioTakesIt: true),
        BadRequest(
            name: "extension with an open quote", text: chunked + "1;a=\"b\r\na\r\n0\r\n\r\n",
            failure: .chunkExtensionMalformed),
        BadRequest(
            name: "extension with a space", text: chunked + "1; a\r\na\r\n0\r\n\r\n", failure: .chunkExtensionMalformed),
        BadRequest(
            name: "data shorter than its size", text: chunked + "3\r\nab\r\n0\r\n\r\n", failure: .chunkEndMalformed),
        BadRequest(
            name: "data longer than its size", text: chunked + "1\r\nab\r\n0\r\n\r\n", failure: .chunkEndMalformed),
        BadRequest(name: "bare LF behind the data", text: chunked + "1\r\na\n0\r\n\r\n", failure: .chunkEndMalformed),
        BadRequest(
            name: "length as a trailer", text: chunked + "0\r\nContent-Length: 5\r\n\r\n", failure: .trailerForbidden),
        BadRequest(
            name: "Host as a trailer", text: chunked + "0\r\nHost: b\r\n\r\n", failure: .trailerForbidden,
            nioTakesIt: true),
        BadRequest(name: "folded trailer", text: chunked + "0\r\nX: a\r\n b\r\n\r\n", failure: .fieldFolded),
        BadRequest(name: "bare LF behind a trailer", text: chunked + "0\r\nX: a\n\r\n", failure: .lineEndMalformed),
    ]
}
