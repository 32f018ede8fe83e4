/// The methods that a spec can name, so that routing compares a byte and not a string.
package enum KnownMethod: UInt8, CaseIterable, Sendable {
    case get, head, post, put, patch, delete, options, other

    /// The method that a token names; tokens are case-sensitive (RFC 9110 §9.1).
    package init(token: UnsafeRawBufferPointer) {
        self = Self.allCases.first { $0 != .other && token.elementsEqual($0.name.utf8) } ?? .other
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
}
