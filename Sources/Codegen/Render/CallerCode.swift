import GatewaySpec

/// Who calls, in the input of handlers and hubs. Each part has a default, so that code which makes an input of its own, as
/// tests do, goes on when `auth` comes later.
struct CallerCode {
    let caller: CallerPlan
    let plan: ServicePlan

    /// The properties.
    func writeMembers(to writer: inout SwiftWriter) {
        let identity = plan.names.runtime("Identity")
        let schemes = caller.schemes.map { "`\($0)`" }
        let list = (schemes.count > 2 ? schemes.dropLast(2).map { $0 + ", " }.joined() : "")
        let who = "Who it is, as \(list + schemes.suffix(2).joined(separator: " or ")) knows them"
        writer.doc(who + (caller.isOptional ? "; nil for who brings no credentials." : "."))
        writer.line("var identity: \(identity)\(caller.isOptional ? "?" : " = .anonymous")")
        guard let claims = caller.claims else { return }
        writer.doc("What their token says.")
        let type = plan.names.type(claims)
        if caller.isOptional { return writer.line("var claims: \(type)?") }
        if let sample = sample(claims) {
            sample.write(after: "var claims: \(type) = ", to: &writer)
        } else {
            writer.line("var claims: \(type)")
        }
    }

    /// The arguments that a request fills them with.
    ///
    /// - Parameter isOpen: whether the route lets everyone in, while others of the same hub don't.
    func arguments(isOpen: Bool = false) -> [String] {
        if caller.isOptional {
            return ["identity: request.optionalIdentity"]
                + (caller.claims == nil ? [] : ["claims: try request.optionalClaims()"])
        }
        let identity = "identity: \(isOpen ? ".anonymous" : "try request.identity()")"
        return [identity] + (caller.claims == nil ? [] : ["claims: try request.claims()"])
    }

    /// Whether an input can be made without saying who calls.
    var hasDefaults: Bool { caller.isOptional || caller.claims.map { sample($0) != nil } ?? true }

    private func sample(_ claims: String) -> SwiftExpression? {
        guard let object = plan.spec.object(named: claims) else { return nil }
        return SampleCode(plan: plan).arguments(plan.spec.fields(of: object)).map { .call(plan.names.type(claims), $0) }
    }
}
