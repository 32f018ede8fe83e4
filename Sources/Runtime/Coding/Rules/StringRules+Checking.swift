import GatewayText

extension StringRules {
    /// A rule that a string breaks.
    struct Breach: Hashable {
        let message: String
        let code: String
    }

    /// What a string breaks; `length` is how many scalars it has.
    @inline(__always)
    func breach(of value: String, length: Int) -> Breach? {
        guard length >= minLength, length <= maxLength else {
            // Nothing but white space has a code of its own: a hub takes no notice of it.
            let code = length == 0 && trim ? "empty" : "length"
            return Breach(message: Messages.count(minLength, maxLength, "character"), code: code)
        }
        if pattern == nil, format == nil, oneOf == nil { return nil }
        return slowBreach(of: value)
    }

    /// The same for a text that is ASCII, before a string is made of it; only what its bytes can't tell needs `value`.
    @inline(__always)
    func breach(ofASCII bytes: UnsafeRawBufferPointer, _ value: () -> String) -> Breach? {
        guard bytes.count >= minLength, bytes.count <= maxLength else {
            return breach(of: value(), length: bytes.count)
        }
        if pattern == nil, format == nil, oneOf == nil { return nil }
        if oneOf?.contains(where: { $0.utf8.elementsEqual(bytes) }) != false, format?.matches(bytes) != false,
            pattern == nil || pattern?.matches(ascii: bytes) == true
        {
            return nil
        }
        return slowBreach(of: value())
    }

    private func slowBreach(of value: String) -> Breach? {
        if let oneOf, !oneOf.contains(value) { return Breach(message: Messages.oneOf(oneOf), code: "oneOf") }
        if let format, !format.matches(value) { return Breach(message: format.message, code: "format") }
        if let pattern, !pattern.matches(value) {
            return Breach(message: "must match \(pattern.source)", code: "pattern")
        }
        return nil
    }

    /// The value as the rules want it, or what it breaks.
    func apply(_ value: String) -> Result<String, Refusal> {
        let value = trim ? Self.trimmed(value) : value
        if let breach = breach(of: value, length: value.unicodeScalars.count) {
            return .failure(Refusal(breach: breach))
        }
        return .success(value)
    }

    /// A breach on its way.
    struct Refusal: Error {
        let breach: Breach
    }

    /// White space as ASCII has it.
    @inline(__always)
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }

    /// The text without Unicode's white space around it.
    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.first, let last = scalars.last else { return text }
        guard first.properties.isWhitespace || last.properties.isWhitespace else { return text }
        guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[start...end])
    }
}

extension StringRules.Format {
    var message: String {
        switch self {
        case .email: "must be an email address"
        case .hostname: "must be a host name"
        case .ip: "must be an IP address"
        case .uri: "must be an absolute URI"
        }
    }

    func matches(_ value: String) -> Bool {
        var value = value
        return value.withUTF8 { matches(UnsafeRawBufferPointer($0)) }
    }

    func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        switch self {
        case .email: WellKnownText.isEmail(bytes)
        case .hostname: WellKnownText.isHostname(bytes)
        case .ip: WellKnownText.isIPv4(bytes) || WellKnownText.isIPv6(bytes)
        case .uri: WellKnownText.isURI(bytes)
        }
    }
}
