package import HTTPTypes

extension RequestHead {
    /// A head made of values, for tests and for requests that no connection sent.
    package init(method: HTTPRequest.Method = .get, target: String, fields: HTTPFields = HTTPFields()) {
        self.init()
        self.method = KnownMethod(method)
        methodToken = append(method.rawValue)
        self.target = append(target)
        for field in fields { append(name: append(field.name.rawName), value: append(field.value)) }
    }

    /// Adds bytes, and tells where they stand.
    mutating func append(_ text: String) -> ByteRange {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        return ByteRange(start: start, count: bytes.count - start)
    }
}
