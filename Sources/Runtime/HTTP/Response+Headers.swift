import HTTPTypes

extension Response {
    /// The same response with a header more, in place of one of the same name; a name that HTTP doesn't allow changes nothing.
    public func with(_ name: String, _ value: String) -> Response {
        guard let name = HTTPField.Name(name) else { return self }
        var response = self
        if name == .contentType { response.contentType = value } else { response.headers[name] = value }
        return response
    }
}
