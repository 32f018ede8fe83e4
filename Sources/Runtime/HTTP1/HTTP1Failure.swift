/// Why a request cannot be read: after it nothing on the connection can be trusted, so the answer closes it (RFC 9112).
package enum HTTP1Failure: String, Error, Hashable, Sendable, CaseIterable {
    case tlsUnexpected, requestLineMalformed, requestLineTooLong, methodTooLong, tunnelUnsupported, versionUnsupported
    case targetMalformed, targetSchemeUnsupported
    case lineEndMalformed, fieldMalformed, fieldFolded, fieldNameFollowedBySpace, headerTooLarge, tooManyFields
    case hostMissing, hostRepeated, hostMalformed, hostDisagrees
    case lengthMalformed, lengthRepeated, lengthTooLarge, lengthWithEncoding
    case encodingMalformed, encodingUnknown, encodingRepeated, encodingInHTTP10
    case chunkSizeMalformed, chunkSizeTooLarge, chunkExtensionMalformed, chunkOverheadTooLarge, chunkEndMalformed
    case trailerForbidden
    case bodyTooLarge

    /// The status of the answer.
    package var status: Int {
        switch self {
        case .requestLineTooLong: 414
        case .headerTooLarge, .tooManyFields: 431
        case .lengthTooLarge, .chunkSizeTooLarge, .bodyTooLarge: 413
        case .methodTooLong, .tunnelUnsupported, .encodingUnknown: 501
        case .versionUnsupported: 505
        default: 400
        }
    }

    /// What is wrong and how to mend it, without a byte of what was sent.
    package var detail: String {
        switch self {
        case .tlsUnexpected: "This port speaks plain HTTP, but TLS was spoken to it. Use http:// here."
        case .requestLineMalformed: "The request line must read 'METHOD target HTTP/1.1' with single spaces."
        case .requestLineTooLong: "The request line is too long. Shorten the URL."
        case .methodTooLong: "The request's method is none that this server knows."
        case .tunnelUnsupported: "This server opens no tunnels: CONNECT is not supported."
        case .versionUnsupported: "Only HTTP/1.0 and HTTP/1.1 are spoken here."
        case .targetMalformed:
            "The request target holds a character that must be percent-encoded, or has no valid form."
        case .targetSchemeUnsupported: "An absolute request target must begin with http:// or https://."
        case .lineEndMalformed: "Lines must end with CR LF; neither may stand alone."
        case .fieldMalformed: "A header line must read 'name: value', without control characters."
        case .fieldFolded: "Header lines must not be folded. Write the value in one line."
        case .fieldNameFollowedBySpace: "No space may stand between a header's name and its colon."
        case .headerTooLarge: "The header is too large. Send fewer or smaller fields and cookies."
        case .tooManyFields: "The header has too many fields."
        case .hostMissing: "An HTTP/1.1 request needs a Host field."
        case .hostRepeated: "A request must have one Host field only."
        case .hostMalformed: "The Host field is no valid host and port."
        case .hostDisagrees: "The Host field and the host of the request target differ."
        case .lengthMalformed: "Content-Length must be one decimal number."
        case .lengthRepeated: "A request must have one Content-Length field only."
        case .lengthTooLarge: "Content-Length is larger than any body taken here."
        case .lengthWithEncoding: "Content-Length and Transfer-Encoding must not be sent together."
        case .encodingMalformed: "Transfer-Encoding must end with 'chunked', named once."
        case .encodingUnknown: "The only transfer coding taken here is 'chunked'."
        case .encodingRepeated: "A request must have one Transfer-Encoding field only."
        case .encodingInHTTP10: "An HTTP/1.0 request must not have Transfer-Encoding."
        case .chunkSizeMalformed: "A chunk must begin with its size in hexadecimal digits."
        case .chunkSizeTooLarge: "A chunk is larger than any body taken here."
        case .chunkExtensionMalformed: "A chunk extension is malformed."
        case .chunkOverheadTooLarge: "The body's chunks carry too many extensions or are too small."
        case .chunkEndMalformed: "A chunk's data must end with CR LF where its size says."
        case .trailerForbidden: "A trailer must not frame, route or authenticate the request."
        case .bodyTooLarge: "The request's body is larger than this route takes."
        }
    }
}
