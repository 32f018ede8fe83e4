import HTTPTypes

/// What a signed request says of itself:
/// `Authorization: HMAC-SHA256 key=…, time=…, nonce=…, body=…, signature=…`.
package struct RequestSignature: Hashable, Sendable {
    /// Whose key it is.
    package var key: String
    /// When it was signed, in seconds since 1970.
    package var time: Int64
    /// What makes it the only one of its kind.
    package var nonce: String
    /// The hexadecimal SHA-256 of the body.
    package var body: String
    /// The hexadecimal HMAC-SHA256 of `text`.
    package var signature: String

    package static let scheme = "HMAC-SHA256"

    package init(key: String, time: Int64, nonce: String, body: String, signature: String = "") {
        self.key = key
        self.time = time
        self.nonce = nonce
        self.body = body
        self.signature = signature
    }

    /// Reads what follows the scheme's name.
    init?(_ text: String) {
        var values: [Substring: String] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let trimmed = StringRules.trimmed(String(part))
            guard let equals = trimmed.firstIndex(of: "=") else { return nil }
            let name = trimmed[..<equals]
            guard values[name] == nil else { return nil }
            values[name] = String(trimmed[trimmed.index(after: equals)...])
        }
        guard values.count == 5, let key = values["key"], !key.isEmpty,
            let time = values["time"].flatMap({ Int64($0) }),
            let nonce = values["nonce"], (16...128).contains(nonce.utf8.count), let body = values["body"],
            body.utf8.count == 64, let signature = values["signature"], signature.utf8.count == 64
        else { return nil }
        self.init(key: key, time: time, nonce: nonce, body: body, signature: signature)
    }

    /// What is signed: method, target as sent, time, nonce and the body's hash, a line each, without one at the end.
    package func text(method: String, target: String) -> [UInt8] {
        let path = target.prefix { $0 != "?" }
        let query = target.dropFirst(path.count).drop { $0 == "?" }
        return Array("\(method)\n\(path)\n\(query)\n\(time)\n\(nonce)\n\(body)".utf8)
    }

    /// The value of `Authorization`.
    package var headerValue: String {
        "\(Self.scheme) key=\(key), time=\(time), nonce=\(nonce), body=\(body), signature=\(signature)"
    }
}
