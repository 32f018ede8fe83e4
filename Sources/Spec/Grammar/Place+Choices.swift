/// Keys of a place of which one may stand there.
struct KeyChoice: Sendable {
    let names: [String]
    /// What each of them is: `action`.
    let what: String
    /// What is missing without any.
    let missing: String
    let isRequired: Bool
    let noneRule: SpecRule
    let severalRule: SpecRule
}

extension Place {
    /// The keys that exclude each other.
    var choices: [KeyChoice] {
        switch self {
        case .route: [Self.action]
        case .staticFiles: [Self.staticSource]
        case .respond: [Self.respondBody]
        case .authScheme: [Self.authKind]
        case .credential: [Self.credentialPlace]
        default: []
        }
    }

    /// The keys of a route that say what it does.
    static let actions = ["handler", "hub", "presence", "proxy", "static", "redirect", "respond"]

    private static let action = KeyChoice(
        names: actions, what: "action", missing: "an action", isRequired: true, noneRule: .noAction,
        severalRule: .severalActions)
    private static let staticSource = KeyChoice(
        names: ["file", "dir"], what: "source", missing: "'file' or 'dir'", isRequired: true, noneRule: .missingKey,
        severalRule: .conflictingKeys)
    private static let respondBody = KeyChoice(
        names: ["text", "html", "json"], what: "body", missing: "", isRequired: false, noneRule: .missingKey,
        severalRule: .conflictingKeys)

    private static let authKind = KeyChoice(
        names: AuthScheme.Word.allCases.map(\.rawValue), what: "kind", missing: "a kind", isRequired: true,
        noneRule: .missingKey, severalRule: .conflictingKeys)
    private static let credentialPlace = KeyChoice(
        names: ["header", "cookie", "query"], what: "name", missing: "a name", isRequired: true, noneRule: .missingKey,
        severalRule: .conflictingKeys)

    /// Whether a key that the place does not know is a secret's.
    func isSecret(_ name: String) -> Bool {
        switch self {
        case .authScheme, .jwt, .apiKey, .basic, .signed, .upstream:
            let name = name.lowercased()
            return ["secret", "password", "privatekey", "publickey", "key", "token", "credentials"].contains {
                name.hasSuffix($0)
            }
        default: return false
        }
    }
}
