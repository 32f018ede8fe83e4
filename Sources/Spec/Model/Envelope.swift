/// What JSON answers and errors are wrapped in.
public struct Envelope: Hashable, Sendable {
    /// The status of errors: their own, or 200.
    public enum ErrorStatus: String, CaseIterable, Sendable {
        case own, ok
    }

    /// The field with the number.
    public var code: String
    /// The field with the text.
    public var message: String
    /// The field with the value.
    public var data: String
    /// The status of errors.
    public var errors: ErrorStatus

    /// Names the fields.
    public init(code: String = "code", message: String = "msg", data: String = "data", errors: ErrorStatus = .own) {
        self.code = code
        self.message = message
        self.data = data
        self.errors = errors
    }
}
