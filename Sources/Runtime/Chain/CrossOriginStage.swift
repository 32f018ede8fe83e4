import HTTPTypes

/// Adds what lets a browser's page read an answer, and answers the question that it asks before (the preflight).
struct CrossOriginStage: Sendable {
    private let rules: CrossOrigin
    private let origins: Set<String>?
    private let methods: Set<String>
    private let headers: Set<String>
    /// What a page may read beyond the simple headers; nil for nothing.
    private let exposed: String?

    init(_ rules: CrossOrigin) {
        self.rules = rules
        origins = rules.origins.map { Set($0.map { $0.lowercased() }) }
        methods = Set(rules.methods)
        headers = Set(rules.headers.map { $0.lowercased() })
        exposed = rules.exposed.isEmpty ? nil : rules.exposed.joined(separator: ", ")
    }

    /// Whether any origin may ask; then the answer is the same for all, and caches need not tell them apart.
    private var isOpen: Bool { origins == nil }

    /// The origin as the answer names it; nil if the page may not read it.
    private func allowed(_ origin: String) -> String? {
        guard let origins else { return "*" }
        return origins.contains(origin.lowercased()) ? origin : nil
    }

    /// Adds the headers to an answer.
    func decorate(_ response: inout Response, origin: String?) {
        if !isOpen { response.headers.addVary("Origin") }
        guard let origin, let name = allowed(origin) else { return }
        response.headers[.accessControlAllowOrigin] = name
        if rules.credentials, !isOpen { response.headers[.accessControlAllowCredentials] = "true" }
        if let exposed { response.headers[.accessControlExposeHeaders] = exposed }
    }

    /// The answer to a preflight. A page that may not ask gets one without permission, and the browser stops there.
    func preflight(origin: String, method: String, asked: String?) -> Response {
        var response = Response.empty(status: .noContent)
        for name in ["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"] {
            response.headers.addVary(name)
        }
        let wanted = (asked ?? "").split(separator: ",").map { StringRules.trimmed($0.lowercased()) }.filter {
            !$0.isEmpty
        }
        guard let name = allowed(origin), methods.isEmpty || methods.contains(method),
            wanted.allSatisfy({ headers.contains($0) || Self.simple.contains($0) })
        else { return response }
        response.headers[.accessControlAllowOrigin] = name
        response.headers[.accessControlAllowMethods] = method
        if !wanted.isEmpty { response.headers[.accessControlAllowHeaders] = wanted.joined(separator: ", ") }
        if rules.credentials, !isOpen { response.headers[.accessControlAllowCredentials] = "true" }
        if let age = rules.maxAge { response.headers[.accessControlMaxAge] = "\(age.milliseconds / 1000)" }
        return response
    }

    /// What a page may send without asking; a preflight can name them nonetheless.
    private static let simple: Set<String> = ["accept", "accept-language", "content-language", "content-type", "range"]
}

extension HTTPFields {
    /// Adds a name to `Vary`, once.
    mutating func addVary(_ name: String) {
        guard let present = self[.vary] else {
            self[.vary] = name
            return
        }
        let names = present.split(separator: ",").map { StringRules.trimmed($0.lowercased()) }
        if !names.contains(name.lowercased()), !names.contains("*") { self[.vary] = present + ", " + name }
    }
}
