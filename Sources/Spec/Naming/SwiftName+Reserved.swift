extension SwiftName {
    /// Words that need backticks as the name of a property, function or case.
    public static let reservedWords: Set<String> = [
        "associatedtype", "borrowing", "class", "consuming", "deinit", "enum", "extension", "fileprivate", "func",
        "import", "init", "inout", "internal", "let", "nonisolated", "operator", "package", "precedencegroup",
        "private",
        "protocol", "public", "rethrows", "static", "struct", "subscript", "typealias", "var",
        "break", "case", "catch", "continue", "default", "defer", "do", "else", "fallthrough", "for", "guard", "if",
        "in",
        "repeat", "return", "switch", "throw", "where", "while",
        "Any", "as", "await", "false", "is", "nil", "self", "Self", "super", "throws", "true", "try",
    ]

    /// Names that no type of the spec may have: Swift's own that generated code and its users can't do without.
    public static let reservedTypes: Set<String> = [
        "Any", "AnyObject", "Array", "Bool", "Character", "Codable", "Decodable", "Dictionary", "Double", "Encodable",
        "Equatable", "Error", "Float", "Hashable", "Int", "Int8", "Int16", "Int32", "Int64", "Main", "Never",
        "Optional",
        "Protocol", "Self", "Sendable", "Set", "String", "Swift", "Type", "UInt", "UInt8", "UInt16", "UInt32", "UInt64",
        "Void", "GatewayRuntime", "JSONReader", "JSONWriter", "JSONValue", "Patch",
    ]

    /// Names that no property of a generated type may have: Swift gives them a meaning of its own even in backticks.
    public static let reservedMembers: Set<String> = ["init", "self", "Self", "Type", "Protocol", "hashValue"]

    /// What generated code declares for a service: its prefix and its fixed names.
    public static func serviceTypes(_ service: String) -> [String] {
        let prefix = type(service)
        return ["API", "Service", "Config", "Hubs"].map { prefix + $0 }
    }

    /// What generated code declares for a hub.
    public static func hubTypes(_ hub: String) -> [String] {
        let prefix = type(hub)
        return ["Hub", "HubHandler", "HubInput", "Client", "HubType"].map { prefix + $0 }
    }

    /// The protocol that is generated for a middleware: `audit` is `AuditMiddleware`.
    public static func middlewareProtocol(_ middleware: String) -> String { type(middleware) + "Middleware" }

    /// The module of a generated service: `user-api` is `UserApi`.
    public static func module(_ service: String) -> String { type(service) }
}
