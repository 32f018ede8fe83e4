@testable import GatewayRuntime

extension RequestCorpus {
    /// Requests known from attacks: two readers in a row find the end of the first request in different places, and what one
    /// takes for a body is a request to the other (CL.TE, TE.CL, TE.TE, CL.0 and their kin).
    static let smuggling: [BadRequest] = encodings + lengths + lines + chunks

    private static let inner = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n"

    private static func post(_ fields: String, _ body: String = "0\r\n\r\n" + inner) -> String {
        "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(body)"
    }

    /// TE.TE: an encoding that one reader sees and the other does not.
    private static let encodings: [BadRequest] = [
        BadRequest(
            name: "CL.TE", text: post("Content-Length: 6\r\nTransfer-Encoding: chunked"), failure: .lengthWithEncoding),
        BadRequest(
            name: "TE.CL", text: post("Transfer-Encoding: chunked\r\nContent-Length: 4", "5c\r\n" + inner),
            failure: .lengthWithEncoding),
        BadRequest(
            name: "TE.TE with an unknown second", text: post("Transfer-Encoding: chunked\r\nTransfer-Encoding: cow"),
            failure: .encodingRepeated),
        BadRequest(
            name: "TE.TE with an unknown first", text: post("Transfer-Encoding: cow\r\nTransfer-Encoding: chunked"),
            failure: .encodingUnknown, nioTakesIt: true),
        BadRequest(
            name: "encoding with a parameter", text: post("Transfer-Encoding: chunked;q=1"), failure: .encodingMalformed
        ),
        BadRequest(
            name: "encoding with an empty element", text: post("Transfer-Encoding: , chunked"),
            failure: .encodingMalformed, nioTakesIt: true),
        BadRequest(
            name: "encoding with a comma behind", text: post("Transfer-Encoding: chunked,"),
            failure: .encodingMalformed),
        BadRequest(
            name: "identity before chunked", text: post("Transfer-Encoding: identity, chunked"),
            failure: .encodingUnknown, nioTakesIt: true),
        BadRequest(
            name: "half of the word", text: post("Transfer-Encoding: chunk"), failure: .encodingUnknown),
        BadRequest(
            name: "no-break space before chunked", text: post("Transfer-Encoding: \u{A0}chunked"),
            failure: .encodingMalformed),
        BadRequest(
            name: "NUL behind chunked", text: post("Transfer-Encoding: chunked\0"), failure: .fieldMalformed),
        BadRequest(
            name: "bare CR behind chunked", text: post("Transfer-Encoding: chunked\r"), failure: .lineEndMalformed),
        BadRequest(
            name: "encoding in a folded line", text: post("X: y\r\n Transfer-Encoding: chunked"), failure: .fieldFolded),
        BadRequest(
            name: "encoding folded away", text: post("Transfer-Encoding:\r\n chunked"), failure: .encodingMalformed),
        BadRequest(
            name: "encoding behind a bare LF", text: post("X: y\nTransfer-Encoding: chunked"),
            failure: .lineEndMalformed),
        BadRequest(
            name: "encoding behind a bare CR", text: post("X: y\rTransfer-Encoding: chunked"),
            failure: .lineEndMalformed),
        BadRequest(
            name: "line end before the colon", text: post("Transfer-Encoding\r\n: chunked"), failure: .fieldMalformed),
        BadRequest(
            name: "control character before the colon", text: post("Transfer-Encoding\u{B}: chunked"),
            failure: .fieldMalformed),
        BadRequest(
            name: "control character before the name", text: post("\u{1}Transfer-Encoding: chunked"),
            failure: .fieldMalformed),
        BadRequest(
            name: "encoding in HTTP/1.0 with a length",
            text: "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            failure: .lengthWithEncoding),
    ]

    private static let lengths: [BadRequest] = [
        BadRequest(
            name: "length behind a bare LF", text: post("X: y\nContent-Length: 39", inner), failure: .lineEndMalformed),
        BadRequest(name: "length in words", text: post("Content-Length: five", "hello"), failure: .lengthMalformed),
        BadRequest(
            name: "length with an exponent", text: post("Content-Length: 1e1", "hello"), failure: .lengthMalformed),
        BadRequest(
            name: "length with a NUL", text: post("Content-Length: 5\0", "hello"), failure: .fieldMalformed),
        BadRequest(
            name: "length in full-width digits", text: post("Content-Length: \u{FF15}", "hello"),
            failure: .lengthMalformed),
        BadRequest(
            name: "length in quotes", text: post("Content-Length: \"5\"", "hello"), failure: .lengthMalformed),
        BadRequest(
            name: "length with a comma behind", text: post("Content-Length: 5,", "hello"), failure: .lengthMalformed),
        BadRequest(
            name: "lengths apart", text: post("Content-Length: 0\r\nX: y\r\nContent-Length: 39", inner),
            failure: .lengthRepeated),
        BadRequest(
            name: "lengths in other cases", text: post("content-length: 0\r\nCONTENT-LENGTH: 39", inner),
            failure: .lengthRepeated),
    ]

    private static let lines: [BadRequest] = [
        BadRequest(
            name: "space in the target", text: "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(
            name: "two CRs end the request line", text: "GET / HTTP/1.1\r\r\nHost: a\r\n\r\n",
            failure: .lineEndMalformed),
        BadRequest(
            name: "NUL behind the version", text: "GET / HTTP/1.1\0\r\nHost: a\r\n\r\n", failure: .requestLineMalformed),
        BadRequest(
            name: "version with a leading zero", text: "GET / HTTP/01.1\r\nHost: a\r\n\r\n",
            failure: .requestLineMalformed),
        BadRequest(
            name: "vertical tab as separator", text: "GET\u{B}/ HTTP/1.1\r\nHost: a\r\n\r\n",
            failure: .requestLineMalformed),
        BadRequest(
            name: "form feed as separator", text: "GET /\u{C}HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed),
        BadRequest(
            name: "two CRs end a field", text: "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", failure: .lineEndMalformed),
        BadRequest(
            name: "a CR in the empty line", text: "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n", failure: .lineEndMalformed),
        BadRequest(
            name: "Host with a space", text: "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", failure: .hostMalformed,
            nioTakesIt: true),
        BadRequest(
            name: "Hosts in other cases", text: "GET / HTTP/1.1\r\nHost: a\r\nHOST: b\r\n\r\n", failure: .hostRepeated,
            nioTakesIt: true),
        BadRequest(
            name: "absolute target with another Host and a user",
            text: "GET http://a@b/ HTTP/1.1\r\nHost: a\r\n\r\n", failure: .targetMalformed, nioTakesIt: true),
        BadRequest(
            name: "absolute target without a host", text: "GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n",
            failure: .targetMalformed, nioTakesIt: true),
        BadRequest(
            name: "request line over the limit",
            text: "GET /\(String(repeating: "a", count: 9000)) HTTP/1.1\r\nHost: a\r\n\r\n",
            failure: .requestLineTooLong, nioTakesIt: true),
        BadRequest(
            name: "field over the limit",
            text: "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 33_000))\r\n\r\n",
            failure: .headerTooLarge, nioTakesIt: true),
        BadRequest(
            name: "fields over the limit",
            text: "GET / HTTP/1.1\r\nHost: a\r\n\(String(repeating: "X: y\r\n", count: 100))\r\n",
            failure: .tooManyFields, nioTakesIt: true),
    ]

    /// TERM.EXT and EXT.TERM: a chunk's line that ends elsewhere for another reader.
    private static let chunks: [BadRequest] = [
        BadRequest(
            name: "bare LF before an extension's line end",
            text: post("Transfer-Encoding: chunked", "0;\n\r\n\r\n" + inner),
            failure: .lineEndMalformed),
        BadRequest(
            name: "two CRs end a size", text: post("Transfer-Encoding: chunked", "1\r\r\na\r\n0\r\n\r\n"),
            failure: .chunkSizeMalformed),
        BadRequest(
            name: "a CR hidden in a size line", text: post("Transfer-Encoding: chunked", "1\rX\r\na\r\n0\r\n\r\n"),
            failure: .chunkSizeMalformed),
        BadRequest(
            name: "data end with two bytes of another kind",
            text: post("Transfer-Encoding: chunked", "1\r\naXX0\r\n\r\n"), failure: .chunkEndMalformed),
        BadRequest(
            name: "size that wraps in 64 bits", text: post("Transfer-Encoding: chunked", "10000000000000001\r\na"),
            failure: .chunkSizeMalformed),
        BadRequest(
            name: "size with an underscore", text: post("Transfer-Encoding: chunked", "1_0\r\na"),
            failure: .chunkSizeMalformed),
        BadRequest(
            name: "bare LF in the trailers", text: post("Transfer-Encoding: chunked", "0\r\nX: y\n\n" + inner),
            failure: .lineEndMalformed),
        BadRequest(
            name: "encoding as a trailer",
            text: post("Transfer-Encoding: chunked", "0\r\nTransfer-Encoding: chunked\r\n\r\n"),
            failure: .trailerForbidden),
        BadRequest(
            name: "space before a trailer's colon",
            text: post("Transfer-Encoding: chunked", "0\r\nContent-Length : 5\r\n\r\n"),
            failure: .fieldNameFollowedBySpace),
    ]
}
