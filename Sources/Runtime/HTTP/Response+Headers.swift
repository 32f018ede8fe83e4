import HTTPTypes

extension Response {
    /// The same response with more headers, each in place of one of the same name; a name that HTTP doesn't allow is left out.
    public func with(_ headers: KeyValuePairs<String, String>) -> Response {
        var response = self
        for (name, value) in headers {
            guard let name = HTTPField.Name(name) else { continue }
            if name == .contentType { response.contentType = value } else { response.headers[name] = value }
        }
        return response
    }
}
