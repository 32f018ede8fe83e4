/// Why a server could not start.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is.
    public enum Code: String, Hashable, Sendable {
        case addressTaken, addressUnavailable, portNotPermitted, addressUnknown, alreadyStarted, systemFailure
        case badCertificate, transportMissing, log
    }

    /// The kind of reason.
    public let code: Code
    /// What is wrong and how to mend it, in one line.
    public let message: String

    package init(code: Code, message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
