public import HTTPTypes

extension HTTPResponse.Status {
    /// The status of that code with the reason phrase that RFC 9110 §15 (or its own RFC) gives it.
    ///
    /// - Parameter code: 100 to 599; what HTTP can't say becomes 500.
    public init(standard code: Int) {
        self = (100...599).contains(code) ? Self.known[code] ?? Self(code: code) : .internalServerError
    }

    private static let known: [Int: Self] = Dictionary(
        [
            .continue, .switchingProtocols, .earlyHints, .ok, .created, .accepted, .nonAuthoritativeInformation,
            .noContent, .resetContent, .partialContent, .multipleChoices, .movedPermanently, .found, .seeOther,
            .notModified, .temporaryRedirect, .permanentRedirect, .badRequest, .unauthorized, .forbidden, .notFound,
            .methodNotAllowed, .notAcceptable, .proxyAuthenticationRequired, .requestTimeout, .conflict, .gone,
            .lengthRequired, .preconditionFailed, .contentTooLarge, .uriTooLong, .unsupportedMediaType,
            .rangeNotSatisfiable, .expectationFailed, .misdirectedRequest, .unprocessableContent, .tooEarly,
            .upgradeRequired, .preconditionRequired, .tooManyRequests, .requestHeaderFieldsTooLarge,
            .unavailableForLegalReasons, .internalServerError, .notImplemented, .badGateway, .serviceUnavailable,
            .gatewayTimeout, .httpVersionNotSupported, .networkAuthenticationRequired,
        ].map { ($0.code, $0) }
    ) { first, _ in first }
}
