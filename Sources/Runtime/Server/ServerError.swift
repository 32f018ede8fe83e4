/// Why a server could not start.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of reason it is.
    public enum Code: String, Hashable, Sendable {
        case addressTaken, addressUnavailable, portNotPermitted, addressUnknown, alreadyStarted, systemFailure
    }

    /// The kind of reason.
    public let code: Code
    /// What is wrong and how to mend it, in one line.
    public let message: String

    /// The message.
    public var description: String { message }
}
