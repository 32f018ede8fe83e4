/// The server's side of the opening handshake over HTTP/1.1 (RFC 6455 §4.2), as a function of the request's fields.
package enum Handshake {
    /// A header field of a response.
    package struct Field: Equatable, Sendable {
        /// The name as it is written.
        package var name: String
        /// The value.
        package var value: String
    }

    /// What to answer with status 101, and what was agreed on.
    package struct Acceptance: Equatable, Sendable {
        /// All fields the response needs, `Upgrade` and `Connection` among them.
        package var fields: [Field]
        /// What the connection is to be made with.
        package var negotiated: NegotiatedHandshake
    }

    /// Why there is no WebSocket, as an HTTP response.
    package struct Refusal: Equatable, Sendable {
        /// The status code.
        package var status: Int
        /// What is wrong, for the client's developer.
        package var reason: String
        /// Fields the status needs.
        package var fields: [Field] = []
    }

    /// How a request is to be answered.
    package enum Outcome: Equatable, Sendable {
        /// Switch protocols.
        case accept(Acceptance)
        /// Answer with an error.
        case refuse(Refusal)
    }

    /// Judges a request.
    ///
    /// - Parameters:
    ///   - method: the request's method.
    ///   - isHTTP11: whether its version is HTTP/1.1.
    ///   - policy: what the route wants.
    ///   - values: gives all values of a field, by its lower-case name, in their order and without space around them.
    package static func judge(
        method: String, isHTTP11: Bool, policy: HandshakePolicy, values: (_ field: String) -> [String]
    ) -> Outcome {
        guard method == "GET" else {
            return .refuse(
                Refusal(
                    status: 405, reason: "a WebSocket is opened with GET (RFC 6455 section 4.1), not with \(method)",
                    fields: [Field(name: "Allow", value: "GET")]))
        }
        guard isHTTP11 else { return refuse("a WebSocket is opened over HTTP/1.1 (RFC 6455 section 4.1)") }
        guard contains(values("upgrade"), "websocket") else {
            return .refuse(
                Refusal(
                    status: 426, reason: "this is a WebSocket: send \"Upgrade: websocket\" (RFC 6455 section 4.1)",
                    fields: [Field(name: "Upgrade", value: "websocket"), Field(name: "Connection", value: "Upgrade")]))
        }
        guard contains(values("connection"), "upgrade") else {
            return refuse("\"Connection\" does not name \"Upgrade\" (RFC 6455 section 4.1)")
        }
        guard values("sec-websocket-version") == ["13"] else {
            return .refuse(
                Refusal(
                    status: 426, reason: "only version 13 is spoken here (RFC 6455 section 4.4)",
                    fields: [
                        Field(name: "Sec-WebSocket-Version", value: "13"), Field(name: "Upgrade", value: "websocket"),
                        Field(name: "Connection", value: "Upgrade"),
                    ]))
        }
        let keys = values("sec-websocket-key")
        guard keys.count == 1, let key = keys.first, WebSocketKey.isValid(key) else {
            return refuse("there must be one \"Sec-WebSocket-Key\", the base64 form of 16 bytes (RFC 6455 section 4.1)")
        }
        if let refusal = foreignOrigin(policy, values) { return .refuse(refusal) }
        return agree(key: key, policy: policy, values: values)
    }

    /// Judges a request that opens a WebSocket on a stream of HTTP/2 (RFC 8441 §5): it has neither `Upgrade` nor a key.
    ///
    /// - Parameters:
    ///   - policy: what the route wants.
    ///   - values: as above.
    package static func judge(connect policy: HandshakePolicy, values: (_ field: String) -> [String]) -> Outcome {
        guard values("sec-websocket-version") == ["13"] else {
            return .refuse(
                Refusal(
                    status: 400, reason: "only version 13 is spoken here (RFC 6455 section 4.4)",
                    fields: [Field(name: "Sec-WebSocket-Version", value: "13")]))
        }
        if let refusal = foreignOrigin(policy, values) { return .refuse(refusal) }
        return agree(key: nil, policy: policy, values: values)
    }

    /// Says no to pages of origins that may not connect.
    private static func foreignOrigin(_ policy: HandshakePolicy, _ values: (String) -> [String]) -> Refusal? {
        let origins = values("origin")
        guard !origins.isEmpty, !isAllowed(origins, host: values("host"), by: policy.origins) else { return nil }
        return Refusal(
            status: 403,
            reason: "pages of this origin may not connect here (RFC 6455 section 10.2): allow it in the settings")
    }

    /// The request is good: choose subprotocol and compression.
    private static func agree(key: String?, policy: HandshakePolicy, values: (String) -> [String]) -> Outcome {
        let offered = values("sec-websocket-protocol").flatMap(elements)
        let subprotocol = policy.subprotocols.first { offered.contains($0[...]) }
        if policy.requiresSubprotocol, subprotocol == nil {
            return refuse("offer one of the subprotocols spoken here: " + policy.subprotocols.joined(separator: ", "))
        }
        let deflate = policy.deflate.flatMap {
            WebSocketDeflateNegotiation(offers: values("sec-websocket-extensions"), settings: $0)
        }
        var fields: [Field] = []
        if let key {
            fields = [
                Field(name: "Upgrade", value: "websocket"), Field(name: "Connection", value: "Upgrade"),
                Field(name: "Sec-WebSocket-Accept", value: WebSocketKey.accept(for: key)),
            ]
        }
        if let subprotocol { fields.append(Field(name: "Sec-WebSocket-Protocol", value: subprotocol)) }
        if let deflate { fields.append(Field(name: "Sec-WebSocket-Extensions", value: deflate.response)) }
        return .accept(
            Acceptance(
                fields: fields,
                negotiated: NegotiatedHandshake(subprotocol: subprotocol, deflate: deflate?.parameters)))
    }

    private static func refuse(_ reason: String) -> Outcome { .refuse(Refusal(status: 400, reason: reason)) }

    private static func isAllowed(_ origins: [String], host: [String], by policy: WebSocketOriginPolicy) -> Bool {
        guard origins.count == 1, let origin = origins.first else { return false }
        return policy.allows(origin: origin, host: host.count == 1 ? host.first : nil)
    }

    /// The elements of a comma-separated list.
    private static func elements(_ value: String) -> [Substring] {
        value.split(separator: ",").map { element in
            let start = element.drop { $0 == " " || $0 == "\t" }
            let end = start.lastIndex { $0 != " " && $0 != "\t" }
            return end.map { start[...$0] } ?? ""
        }
    }

    private static func contains(_ values: [String], _ token: String) -> Bool {
        values.contains { elements($0).contains { $0.lowercased() == token } }
    }
}
