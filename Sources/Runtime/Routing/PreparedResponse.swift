package import HTTPTypes

/// A response that was rendered once: all of it but `Date`, `Connection` and the line that ends the header.
package final class PreparedResponse: Sendable {
    package let status: HTTPResponse.Status
    /// Status line and header fields, each with its CRLF; the empty line is missing.
    package let head: [UInt8]
    package let body: [UInt8]
    /// What it was rendered of.
    package let response: Response

    /// Renders a response whose body is there already; nil if it is a stream or a file.
    package init?(_ response: Response) {
        let body: [UInt8]
        switch response.body {
        case .empty: body = []
        case .bytes(let bytes): body = bytes
        case .stream, .file: return nil
        }
        self.response = response
        status = response.status
        self.body = body
        var head: [UInt8] = []
        head.append(contentsOf: "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n".utf8)
        if let type = response.contentType, response.headers[.contentType] == nil,
            type.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        {
            head.append(contentsOf: "Content-Type: \(type)\r\n".utf8)
        }
        for field in response.headers where !Self.isServers(field.name) {
            head.append(contentsOf: "\(field.name.rawName): \(field.value)\r\n".utf8)
        }
        // RFC 9110 §8.6: neither 1xx nor 204 may have a length; 304 has none of its own.
        if status.code >= 200, status.code != 204, status.code != 304 {
            head.append(contentsOf: "Content-Length: \(body.count)\r\n".utf8)
        }
        self.head = head
    }

    /// What the server alone decides on.
    private static func isServers(_ name: HTTPField.Name) -> Bool {
        name == .contentLength || name == .transferEncoding || name == .connection || name == .date
    }
}
