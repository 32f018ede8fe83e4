extension RequestTarget.Failure {
    /// What is wrong, as a client may read it.
    package var detail: String {
        switch self {
        case .badForm: "the request target must be a path that starts with a slash"
        case .badPercentEncoding: "the path has a % that two hexadecimal digits don't follow"
        case .dotSegment: "the path has a segment . or ..; send the path that it leads to"
        case .emptySegment: "the path has an empty segment (//)"
        case .forbiddenCharacter: "the target has a character that has no place there"
        case .notUTF8: "the path is not UTF-8"
        }
    }
}
