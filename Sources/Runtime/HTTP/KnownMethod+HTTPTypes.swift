package import HTTPTypes

/// The same methods in the vocabulary of swift-http-types.
extension KnownMethod {
    package init(_ method: HTTPRequest.Method) {
        self = Self.allCases.first { $0 != .other && $0.name == method.rawValue } ?? .other
    }

    /// The same method in the vocabulary of swift-http-types.
    package var method: HTTPRequest.Method? {
        switch self {
        case .get: .get
        case .head: .head
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        case .options: .options
        case .other: nil
        }
    }
}
