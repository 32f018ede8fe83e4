extension ServiceSpec {
    /// The routes that lead to a hub.
    func routes(to hub: HubSpec) -> [Route] {
        routes.filter { route in
            if case .hub(let binding) = route.action { binding.hub == hub.name } else { false }
        }
    }

    /// The object or union that a hub's message is; nil for raw frames and for what is no message type.
    func declaration(of kind: HubSpec.MessageKind) -> TypeDeclaration? {
        guard case .type(let name) = kind,
            let declaration = type(named: name),
            case .named(let target)? = resolve(TypeUse(.named(name), span: declaration.name.span))?.kind
        else { return nil }
        return type(named: target)
    }

    /// Whether a received message can be sent as it is, or wrapped with its tag.
    public func canRelayAsIs(_ received: HubSpec.MessageKind, as sent: HubSpec.MessageKind) -> Bool {
        switch (received, sent) {
        case (.text, .text), (.binary, .binary), (.text, .any), (.binary, .any), (.any, .any): return true
        case (.type, .type):
            guard let from = declaration(of: received), let to = declaration(of: sent) else { return received == sent }
            if from.name == to.name { return true }
            guard case .union(let union) = to.kind else { return false }
            if case .union(let source) = from.kind {
                return source.members.allSatisfy { member in union.members.contains { $0.type == member.type } }
            }
            return union.members.contains { $0.type == from.name }
        default: return false
        }
    }
}

extension ServiceSpec {
    /// The fields whose values tell which messages of a hub replace each other (`slow: { conflate: field }`): a union's
    /// messages are about the same only if their tags are.
    public func conflationFields(of hub: HubSpec) -> [String] {
        guard let field = hub.conflate?.value else { return [] }
        if case .union(let union)? = declaration(of: hub.sends.value)?.kind { return [union.tag.value, field] }
        return [field]
    }
}
