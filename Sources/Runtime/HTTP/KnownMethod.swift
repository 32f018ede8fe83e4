package import HTTPTypes

/// The methods that a spec can name, so that routing compares a byte and not a string.
package enum KnownMethod: UInt8, CaseIterable, Sendable {
    case get, head, post, put, patch, delete, options, other

    /// The method that a token names; tokens are case-sensitive (RFC 9110 §9.1).
    package init(token: UnsafeRawBufferPointer) {
        self = Self.allCases.first { $0 != .other && token.elementsEqual($0.name.utf8) } ?? .other
    }

    package init(_ method: HTTPRequest.Method) {
        self = Self.allCases.first { $0 != .other && $0.name == method.rawValue } ?? .other
    }

    /// The token on the wire; `other` has none of its own.
    package var name: String {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        case .other: ""
        }
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
