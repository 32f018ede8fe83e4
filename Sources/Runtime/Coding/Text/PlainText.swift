extension JSONEncodable {
    /// The value inside of other text: as JSON writes it, a string without its quotes.
    public var plainText: String {
        if let text = self as? String { return text }
        let text = String(decoding: JSONWriter.encode(self), as: UTF8.self)
        return text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
    }
}
