// Bodies that are taken as they come.
extension RequestReader {
    /// The body as text; nil (and recorded) if it is no UTF-8, breaks a rule, or says that it is of another type.
    ///
    /// - Parameter types: the media types that it may be: `text/markdown`, `text/*`; none for any.
    public mutating func text(_ rules: StringRules = StringRules(), types: [String] = ["text/*"]) -> String? {
        guard accepts(types, isText: true) else { return nil }
        guard let text = String(validating: body, as: UTF8.self) else {
            malformed = "the body is not UTF-8"
            return nil
        }
        switch rules.apply(text) {
        case .success(let value): return value
        case .failure(let refusal):
            record(Violation(.body, "", refusal.breach.message, code: refusal.breach.code))
            return nil
        }
    }

    /// The body's bytes; nil (and recorded) if it says that it is of another type.
    ///
    /// - Parameter types: the media types that it may be: `image/png`, `image/*`; none for any.
    public mutating func bytes(types: [String] = []) -> [UInt8]? {
        accepts(types) ? body : nil
    }

    /// The body as it arrives, in a route of `Routes.handleStream`; nil (and recorded) if it says that it is of another type.
    ///
    /// - Parameter types: the media types that it may be: `video/mp4`, `video/*`; none for any.
    public mutating func stream(types: [String] = []) -> RequestBody? {
        accepts(types) ? request.body : nil
    }

    private mutating func accepts(_ types: [String], isText: Bool = false) -> Bool {
        guard !MediaType.isAny(types, isText: isText, request.head) else { return true }
        let expected = types.isEmpty ? "text" : types.joined(separator: " or ")
        refusal = .unsupportedMediaType(expected: isText ? "\(expected) in UTF-8" : expected)
        return false
    }
}
