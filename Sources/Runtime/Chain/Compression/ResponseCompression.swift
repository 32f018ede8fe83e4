import HTTPTypes

/// Compresses answers for clients that take gzip (RFC 9110 §8.4, §12.5.3).
enum ResponseCompression {
    /// Shorter bodies gain nothing.
    static let threshold = 1024

    /// A route's endpoint with its answers compressed. What is there already is compressed once; handlers' answers in their
    /// tasks, streams as they are sent. Files compress themselves; events and WebSockets stay as they are.
    static func wrap(_ endpoint: Endpoint) -> Endpoint {
        switch endpoint {
        case .prepared(let prepared):
            guard let compressed = compressed(prepared.response) else { return endpoint }
            var plain = prepared.response
            plain.headers.addVary("Accept-Encoding")
            let vary = plain
            return .immediate { request in takesGZip(request.head[.acceptEncoding]) ? compressed : vary }
        case .async(let handler):
            return .async { request, context in
                let response = try await handler(request, context)
                guard isWorth(response) else { return response }
                guard takesGZip(request.head[.acceptEncoding]), let compressed = compressed(response) else {
                    var response = response
                    response.headers.addVary("Accept-Encoding")
                    return response
                }
                return compressed
            }
        case .immediate, .file, .webSocket: return endpoint
        }
    }

    private static func compressed(_ response: Response) -> Response? {
        guard isWorth(response) else { return nil }
        var response = response
        switch response.body {
        case .bytes(let bytes):
            guard let fewer = GZip.compress(bytes) else { return nil }
            response.body = .bytes(fewer)
        case .stream(let stream):
            guard let compressed = stream.compressed else { return nil }
            response.body = .stream(compressed)
        case .empty, .file: return nil
        }
        response.headers[.contentEncoding] = "gzip"
        response.headers.addVary("Accept-Encoding")
        // The bytes are others now: a strong validator would lie (RFC 9110 §8.8.1).
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/" + tag }
        return response
    }

    private static func isWorth(_ response: Response) -> Bool {
        switch response.body {
        case .bytes(let bytes): guard bytes.count >= threshold else { return false }
        case .stream(let stream):
            guard stream.length ?? .max >= threshold, stream.compressed != nil else { return false }
        case .empty, .file: return false
        }
        guard response.headers[.contentEncoding] == nil, response.headers[.contentRange] == nil,
            let type = response.headers[.contentType] ?? response.contentType
        else { return false }
        return isText(type)
    }

    /// Whether bytes of this type become fewer: text, and what is written as text.
    static func isText(_ type: String) -> Bool {
        let essence = StringRules.trimmed(String(type.prefix { $0 != ";" })).lowercased()
        return essence.hasPrefix("text/") || essence.hasSuffix("+json") || essence.hasSuffix("+xml")
            || ["application/json", "application/javascript", "application/xml", "image/svg+xml"].contains(essence)
    }

    /// Whether an `Accept-Encoding` takes gzip: by its name, else by `*`; a weight of 0 refuses.
    static func takesGZip(_ header: String?) -> Bool {
        guard let header else { return false }
        var star: Bool?
        for part in header.split(separator: ",") {
            let pieces = part.split(separator: ";")
            guard let coding = pieces.first.map({ StringRules.trimmed($0.lowercased()) }) else { continue }
            let weight = pieces.dropFirst().map { StringRules.trimmed($0.lowercased()) }.first { $0.hasPrefix("q=") }
            let isTaken = weight.map { (Double($0.dropFirst(2)) ?? 0) > 0 } ?? true
            if coding == "gzip" || coding == "x-gzip" { return isTaken }
            if coding == "*" { star = isTaken }
        }
        return star ?? false
    }
}
