/// All that is wrong with a request's input.
public struct ValidationFailure: Error, Hashable, Sendable {
    /// Whether the input could not even be read: then the answer is a 400, else what `status` says.
    public var malformed: Bool
    /// The status of the answer that lists the violations (default 422).
    public var status = 422
    /// What can't be read, for a malformed input.
    public var detail: String?
    /// What each part breaks; at most 100.
    public var violations: [Violation]
    /// How many more violations there are that are not listed.
    public var unlisted: Int

    /// Makes a failure of its parts.
    public init(violations: [Violation], malformed: Bool = false, detail: String? = nil, unlisted: Int = 0) {
        self.violations = violations
        self.unlisted = unlisted
        self.malformed = malformed
        self.detail = detail
    }

    /// The same as a problem document.
    public var problem: Problem {
        if malformed {
            Problem(title: "Malformed input", status: 400, detail: detail, violations: violations)
        } else {
            Problem(title: "Input breaks the rules", status: status, detail: detail ?? rest, violations: violations)
        }
    }

    /// Says how much is not listed, if anything is.
    private var rest: String? {
        switch unlisted {
        case ...0: nil
        case 1: "1 more violation is not listed"
        default: "\(unlisted) more violations are not listed"
        }
    }
}
