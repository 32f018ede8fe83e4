/// HTTP statuses as Swift Types' `HTTPResponse.Status` calls them.
enum StatusCode {
    /// `.created` for 201; `.init(code: 299)` for what has no name.
    static func expression(_ code: Int) -> String {
        names[code].map { ".\($0)" } ?? ".init(code: \(code))"
    }

    /// `status: .created`, or nothing for the status that is meant anyway.
    static func argument(_ code: Int, unless usual: Int) -> [(label: String?, value: SwiftExpression)] {
        code == usual ? [] : [("status", .plain(expression(code)))]
    }

    private static let names: [Int: String] = [
        200: "ok", 201: "created", 202: "accepted", 203: "nonAuthoritativeInformation", 204: "noContent",
        205: "resetContent", 206: "partialContent", 300: "multipleChoices", 301: "movedPermanently", 302: "found",
        303: "seeOther", 304: "notModified", 307: "temporaryRedirect", 308: "permanentRedirect", 400: "badRequest",
        401: "unauthorized", 403: "forbidden", 404: "notFound", 405: "methodNotAllowed", 406: "notAcceptable",
        408: "requestTimeout", 409: "conflict", 410: "gone", 411: "lengthRequired", 412: "preconditionFailed",
        413: "contentTooLarge", 414: "uriTooLong", 415: "unsupportedMediaType", 416: "rangeNotSatisfiable",
        417: "expectationFailed", 421: "misdirectedRequest", 422: "unprocessableContent", 425: "tooEarly",
        426: "upgradeRequired", 428: "preconditionRequired", 429: "tooManyRequests",
        431: "requestHeaderFieldsTooLarge", 451: "unavailableForLegalReasons", 500: "internalServerError",
        501: "notImplemented", 502: "badGateway", 503: "serviceUnavailable", 504: "gatewayTimeout",
    ]
}
