/// Request headers that the runtime itself looks at, known by number once they are parsed.
package enum KnownHeader: UInt8, CaseIterable, Sendable {
    case accept, acceptEncoding, accessControlRequestHeaders, accessControlRequestMethod, authorization, connection,
        contentEncoding, contentLength, contentType, cookie, expect, forwarded, host, ifMatch, ifModifiedSince,
        ifNoneMatch, ifRange, ifUnmodifiedSince, lastEventID, origin, range, referer, secWebSocketExtensions,
        secWebSocketKey, secWebSocketProtocol, secWebSocketVersion, te, traceparent, tracestate, trailer,
        transferEncoding, upgrade, userAgent, xForwardedFor, xForwardedHost, xForwardedProto, xRequestID
    /// Any header that is not in this list.
    case other

    /// The header's name in lower case.
    package var name: StaticString {
        switch self {
        case .accept: "accept"
        case .acceptEncoding: "accept-encoding"
        case .accessControlRequestHeaders: "access-control-request-headers"
        case .accessControlRequestMethod: "access-control-request-method"
        case .authorization: "authorization"
        case .connection: "connection"
        case .contentEncoding: "content-encoding"
        case .contentLength: "content-length"
        case .contentType: "content-type"
        case .cookie: "cookie"
        case .expect: "expect"
        case .forwarded: "forwarded"
        case .host: "host"
        case .ifMatch: "if-match"
        case .ifModifiedSince: "if-modified-since"
        case .ifNoneMatch: "if-none-match"
        case .ifRange: "if-range"
        case .ifUnmodifiedSince: "if-unmodified-since"
        case .lastEventID: "last-event-id"
        case .origin: "origin"
        case .range: "range"
        case .referer: "referer"
        case .secWebSocketExtensions: "sec-websocket-extensions"
        case .secWebSocketKey: "sec-websocket-key"
        case .secWebSocketProtocol: "sec-websocket-protocol"
        case .secWebSocketVersion: "sec-websocket-version"
        case .te: "te"
        case .traceparent: "traceparent"
        case .tracestate: "tracestate"
        case .trailer: "trailer"
        case .transferEncoding: "transfer-encoding"
        case .upgrade: "upgrade"
        case .userAgent: "user-agent"
        case .xForwardedFor: "x-forwarded-for"
        case .xForwardedHost: "x-forwarded-host"
        case .xForwardedProto: "x-forwarded-proto"
        case .xRequestID: "x-request-id"
        case .other: ""
        }
    }

    /// The header that a field name stands for, whatever its case (RFC 9110 §5.1).
    package init(name: UnsafeRawBufferPointer) {
        guard name.count < Self.byLength.count else {
            self = .other
            return
        }
        for candidate in Self.byLength[name.count] where ASCII.equalsIgnoringCase(name, candidate.name) {
            self = candidate
            return
        }
        self = .other
    }

    /// The headers of each length, so that a name is compared with few others.
    private static let byLength: [[KnownHeader]] = {
        var table: [[KnownHeader]] = []
        for header in allCases where header != .other {
            let length = header.name.utf8CodeUnitCount
            while table.count <= length { table.append([]) }
            table[length].append(header)
        }
        return table
    }()
}
