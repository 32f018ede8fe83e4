extension SpecName {
    /// What the spec's messages call it.
    package var title: String {
        switch self {
        case .auth: "way to authenticate"
        case .status: "error's status"
        case .other: "name"
        default: rawValue
        }
    }

    /// What is wrong with a name for it, in a sentence; nil if it is sound.
    package func complaint(aboutName name: String) -> String? {
        let shape: NameShape =
            switch self {
            case .type, .enum, .union, .alias: .type
            case .auth, .hub, .upstream, .middleware: .reference
            default: .member
            }
        if isType, ScalarType(rawValue: name) != nil { return "'\(name)' is a built-in type" }
        if self == .auth, name == "none" { return "'none' lifts authentication and is no name" }
        return shape.complaint(name, what: title).map {
            [$0.message, $0.label].compactMap(\.self).joined(separator: ": ")
        }
    }
}

extension SpecTarget {
    /// Whether a declaration can be what is referred to.
    package func accepts(_ name: SpecName) -> Bool {
        switch self {
        case .type, .message: name.isType
        case .declaration(let kind): name == kind
        case .file: false
        }
    }

    /// The words that may stand there besides names.
    package var words: [String] {
        switch self {
        case .type: ScalarType.allCases.map(\.rawValue)
        case .message: ["text", "binary", "any"]
        case .declaration(.auth): ["none"]
        case .declaration, .file: []
        }
    }
}
