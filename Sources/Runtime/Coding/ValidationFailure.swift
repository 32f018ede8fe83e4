/// All that is wrong with a request's input.
public struct ValidationFailure: Error, Hashable, Sendable {
    /// Whether the input could not even be read: then the answer is a 400, else a 422.
    public var malformed: Bool
    /// What can't be read, for a malformed input.
    public var detail: String?
    /// What each part breaks; at most 100.
    public var violations: [Violation]

    /// Makes a failure of its parts.
    public init(violations: [Violation], malformed: Bool = false, detail: String? = nil) {
        self.violations = violations
        self.malformed = malformed
        self.detail = detail
    }

    /// The same as a problem document.
    public var problem: Problem {
        if malformed {
            Problem(title: "Malformed input", status: 400, detail: detail, violations: violations)
        } else {
            Problem(title: "Input breaks the rules", status: 422, detail: detail, violations: violations)
        }
    }
}
