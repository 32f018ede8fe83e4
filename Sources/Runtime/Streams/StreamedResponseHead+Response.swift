import HTTPTypes

extension StreamedResponseHead {
    /// The head of a response, with what the server alone says: the length, and the date.
    ///
    /// - Parameters:
    ///   - mark: what the request is called, if the answer says it.
    ///   - date: the line of `Date` with the empty line behind it.
    init(_ response: Response, _ mark: RequestMark?, date: [UInt8]) {
        status = response.status.code
        fields = []
        fields.reserveCapacity(response.headers.count + 3)
        if let type = response.contentType, response.headers[.contentType] == nil, ResponseEncoder.isSafe(type) {
            fields.append(("content-type", type))
        }
        for field in response.headers where !Self.isLeftOut(field.name) {
            fields.append((field.name.canonicalName, field.value))
        }
        if case .length(let count) = ResponseEncoder.framing(
            status: response.status, length: response.body.length, isHTTP10: false)
        {
            fields.append(("content-length", String(count)))
        }
        if let mark, !response.headers.namesRequest { fields.append(("x-request-id", mark.id)) }
        fields.append(("date", String(decoding: date.dropFirst(6).dropLast(4), as: UTF8.self)))
    }

    /// What the server decides on, and what speaks of an HTTP/1.1 connection (RFC 9113 §8.2.2).
    private static func isLeftOut(_ name: HTTPField.Name) -> Bool {
        if ResponseEncoder.isOurs(name) || name == .upgrade { return true }
        return name.canonicalName == "keep-alive" || name.canonicalName == "proxy-connection"
    }
}
