import GatewayRuntime
import GatewaySpec

/// Makes the runtime's plain program of a spec's hub.
struct HubLowering {
    let spec: ServiceSpec
    let hub: HubSpec
    let types: TypeLowering

    init(_ hub: HubSpec, of spec: ServiceSpec) {
        self.spec = spec
        self.hub = hub
        types = TypeLowering(spec: spec)
    }

    var program: HubProgram {
        HubProgram(
            receives: shape, types: types.table, relay: relay, joined: hub.joined.map(message),
            left: hub.left.map(message), welcome: hub.welcome.map(message))
    }

    private var shape: HubProgram.Shape {
        switch hub.receives.value {
        case .text: .raw(.text)
        case .binary: .raw(.binary)
        case .any: .raw(nil)
        case .type(let name): .json(.named(name))
        }
    }

    /// A template of a route's parameters.
    static func textParts(_ template: Template) -> [ValueTemplate.TextPart] {
        template.parts.compactMap { part in
            switch part {
            case .text(let text): .text(text)
            case .placeholder(let placeholder):
                switch placeholder.kind {
                case .parameter(let source, let name): .placeholder(.parameter("\(source.rawValue).\(name)"))
                case .auth(let claim): .placeholder(.parameter("auth.\(claim)"))
                // The spec's rules let nothing else stand here.
                default: nil
                }
            }
        }
    }

    // MARK: Relay

    private var relay: HubProgram.Relay {
        switch hub.relay {
        case .nothing: return .nothing
        case .standard: return standard
        case .rule(let rule): return lower(rule).map { .rule($0) } ?? .nothing
        case .byTag(let entries):
            guard case .type(let name) = hub.receives.value, let union = spec.union(named: name) else {
                return .nothing
            }
            var rules: [String: HubProgram.Rule] = [:]
            for member in union.members {
                if let entry = entries.first(where: { $0.tag.value == member.tag.value }) {
                    rules[member.tag.value] = entry.rule.flatMap { lower($0, tag: member.tag.value) }
                } else {
                    rules[member.tag.value] = standardRule(tag: member.tag.value)
                }
            }
            return .byTag(field: union.tag.value, rules: rules)
        }
    }

    private var standard: HubProgram.Relay {
        if let rule = standardRule(tag: nil) { return .rule(rule) }
        return .nothing
    }

    /// What happens where the spec says nothing: the message goes to the room as it is, or behind its tag.
    private func standardRule(tag: String?) -> HubProgram.Rule? {
        output(tag: tag).map { HubProgram.Rule(to: .room, send: $0) }
    }

    private func output(tag: String?) -> HubProgram.Output? {
        if hub.receives.value == hub.sends.value { return .asReceived }
        guard case .type(let sent) = hub.sends.value, let union = spec.union(named: sent),
            case .type(let received) = hub.receives.value
        else { return nil }
        let member = union.members.first { member in
            if let tag { member.tag.value == tag } else { member.type.value == received }
        }
        return member.map { .wrapped(field: union.tag.value, tag: $0.tag.value) }
    }

    private func lower(_ rule: RelayRule, tag: String? = nil) -> HubProgram.Rule? {
        let target: HubProgram.Target =
            switch rule.to {
            case .room: .room
            case .others: .others
            case .sender: .sender
            }
        if let send = rule.send {
            return HubProgram.Rule(to: target, send: .message(message(send, receivedTag: tag)))
        }
        return output(tag: tag).map { HubProgram.Rule(to: target, send: $0) }
    }

    // MARK: Messages

    private func message(_ template: MessageTemplate) -> HubProgram.Message { message(template, receivedTag: nil) }

    private func message(_ template: MessageTemplate, receivedTag: String?) -> HubProgram.Message {
        var tag: (field: String, value: String)?
        var type: TypeUse.Kind?
        if case .type(let name) = hub.sends.value {
            type = .named(name)
            if let written = template.tag, let union = spec.union(named: name) {
                tag = (union.tag.value, written.value)
                type = union.member(written.value).map { .named($0.type.value) }
            }
        }
        return HubProgram.Message(tag: tag, value: lower(template.value, as: type, receivedTag))
    }

    /// A value; an object's fields go in the order of its type, as generated code writes them.
    private func lower(_ value: TemplateValue, as type: TypeUse.Kind?, _ receivedTag: String?) -> ValueTemplate {
        switch value {
        case .literal(let literal): return .literal(JSONValue(literal.value))
        case .template(let template):
            if let placeholder = template.lonePlaceholder { return .placeholder(lower(placeholder, receivedTag)) }
            return .text(
                template.parts.map { part in
                    switch part {
                    case .text(let text): .text(text)
                    case .placeholder(let placeholder): .placeholder(lower(placeholder, receivedTag))
                    }
                })
        case .list(let values, _):
            var element: TypeUse.Kind?
            if case .list(let use)? = type { element = spec.resolve(use)?.kind }
            return .list(values.map { lower($0, as: element, receivedTag) })
        case .object(let entries, _):
            guard case .named(let name)? = type, let object = spec.object(named: name) else {
                return .object(entries.map { ($0.name.value, lower($0.value, as: nil, receivedTag)) })
            }
            return .object(
                spec.fields(of: object).compactMap { field in
                    guard let entry = entries.first(where: { $0.name.value == field.name.value }) else {
                        return field.defaultValue.map { (field.wireName, .literal(JSONValue($0.value))) }
                    }
                    let kind = spec.resolve(field.type)?.kind
                    return (field.wireName, lower(entry.value, as: kind, receivedTag))
                })
        }
    }

    private func lower(_ placeholder: Placeholder, _ receivedTag: String?) -> ValueTemplate.Placeholder {
        switch placeholder.kind {
        case .received(let path): .received(wireNames(path, receivedTag), type(at: path, receivedTag))
        case .user: .user
        case .room: .room
        case .roomUsers: .roomUsers
        case .parameter(let source, let name): .parameter("\(source.rawValue).\(name)")
        case .auth(let claim): .parameter("auth.\(claim)")
        case .now: .now
        case .sequence: .sequence
        }
    }

    // MARK: Fields of the received message

    private func receivedObject(_ tag: String?) -> ObjectType? {
        guard case .type(let name) = hub.receives.value else { return nil }
        if let tag, let member = spec.union(named: name)?.member(tag) { return spec.object(named: member.type.value) }
        return spec.object(named: name)
    }

    private func walk(_ path: [String], _ tag: String?) -> [Field] {
        var object = receivedObject(tag)
        var fields: [Field] = []
        for name in path {
            guard let field = object.flatMap({ spec.fields(of: $0).first { $0.name.value == name } }) else { break }
            fields.append(field)
            object = nil
            if case .named(let name)? = spec.resolve(field.type)?.kind { object = spec.object(named: name) }
        }
        return fields
    }

    private func wireNames(_ path: [String], _ tag: String?) -> [String] {
        let fields = walk(path, tag)
        return path.indices.map { $0 < fields.count ? fields[$0].wireName : path[$0] }
    }

    private func type(at path: [String], _ tag: String?) -> TypeSchema {
        if path.isEmpty, case .type(let name) = hub.receives.value { return .named(name) }
        let fields = walk(path, tag)
        return fields.count == path.count ? fields.last.map { types.lower($0.type) } ?? .any : .any
    }
}
