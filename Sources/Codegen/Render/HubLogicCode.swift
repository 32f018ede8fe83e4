import GatewaySpec

/// A hub's `relay`, `welcome` and `farewell`: what the spec says, as Swift.
struct HubLogicCode {
    let spec: ServiceSpec
    let names: Names
    let hub: HubPlan
    let findings: Findings
    /// What the code calls what a client's request said.
    static let input = "admitted"

    /// The extension of the hub's protocol that holds all three; each is there even if the spec says nothing.
    func write(to writer: inout SwiftWriter) {
        writer.block("extension \(hub.names.handler)") { writer in
            writeRelay(to: &writer)
            writer.line()
            writeWelcome(to: &writer)
            writer.line()
            writeFarewell(to: &writer)
        }
    }

    // MARK: relay

    private func writeRelay(to writer: inout SwiftWriter) {
        let lines = relayLines()
        writer.doc(lines.isEmpty ? "The spec relays nothing." : "The spec's relay: \(relayDoc).")
        writer.block("func relay(_ \(hub.message): \(hub.received), from client: Client)") {
            $0.append(withInput(lines))
        }
    }

    /// Lines that may need what the client's request said, behind the line that gets it.
    private func withInput(_ lines: [String]) -> [String] {
        guard lines.contains(where: { $0.contains("\(Self.input).") }) else { return lines }
        return ["guard let \(Self.input) = client.input(\(hub.names.input).self) else { return }"] + lines
    }

    private var relayDoc: String {
        switch hub.spec.relay {
        case .rule(let rule): Self.doc(rule.to)
        case .byTag: "as it says for each kind of message"
        case .standard, .nothing: Self.doc(.room)
        }
    }

    private static func doc(_ target: RelayRule.Target) -> String {
        switch target {
        case .room: "to everyone in the room, the sender too"
        case .others: "to everyone else in the room"
        case .sender: "back to the sender alone"
        }
    }

    /// What was received, or one member of it.
    private struct Received {
        let expression: String
        let kind: HubSpec.MessageKind
        /// Whether it is a member of what was received.
        var isMember = false
    }

    private func relayLines() -> [String] {
        let received = Received(expression: hub.message, kind: hub.spec.receives.value)
        switch hub.spec.relay {
        case .nothing: return []
        case .standard: return lines(RelayRule(to: .room), received)
        case .byTag(let rules):
            return byTag { tag in rules.first { $0.tag.value == tag }.map(\.rule) ?? RelayRule(to: .room) }
        case .rule(let rule):
            // A field that every member has is read from the member at hand.
            return readsFields(rule) && receivedUnion != nil ? byTag { _ in rule } : lines(rule, received)
        }
    }

    private var receivedUnion: UnionType? {
        if case .type(let name) = hub.spec.receives.value { spec.union(named: name) } else { nil }
    }

    private func readsFields(_ rule: RelayRule) -> Bool {
        rule.send?.value.placeholders.contains {
            if case .received(let path) = $0.kind { !path.isEmpty } else { false }
        }
            ?? false
    }

    /// One rule for one kind of message.
    private func lines(_ rule: RelayRule, _ received: Received) -> [String] {
        guard let template = rule.send else { return plainLines(rule.to, received) }
        var code = messageCode
        code.received = (received.expression, received.kind)
        code.room = rule.to == .sender ? "client.room" : "room"
        code.namesSequence = template.value.placeholders.count { $0.kind == .sequence } > 1
        return send(code.expression(template), to: rule.to, numbered: code.namesSequence)
    }

    /// A message as it is, or wrapped with its tag.
    private func plainLines(_ target: RelayRule.Target, _ received: Received) -> [String] {
        let message = SwiftExpression.plain(received.expression)
        if received.kind == hub.spec.sends.value || hub.isRaw { return send(message, to: target) }
        guard case .type(let name) = received.kind, case .type(let sent) = hub.spec.sends.value else { return [] }
        if let member = spec.union(named: sent)?.members.first(where: { $0.type.value == name }) {
            return send(.call(".\(caseName(member.tag.value))", [(nil, message)]), to: target)
        }
        return receivedUnion != nil && !received.isMember ? byTag { _ in RelayRule(to: target) } : []
    }

    private func send(_ message: SwiftExpression, to target: RelayRule.Target, numbered: Bool = false) -> [String] {
        let usesRoom = message.flat.mentions("room") || numbered
        let exception = target == .others ? [(label: Optional("except"), value: SwiftExpression.plain("client"))] : []
        let receiver = target == .sender ? "client" : usesRoom ? "room" : "client.room"
        var writer = SwiftWriter(depth: 2)
        if receiver == "room" { writer.line("let room = client.room") }
        if numbered { writer.line("let sequence = \(receiver == "room" ? "room" : "client.room").nextSequence()") }
        SwiftExpression.call("\(receiver).send", [(nil, message)] + exception).write(to: &writer)
        return writer.unindented
    }

    /// A rule for each member of the union received; none lets it be.
    private func byTag(_ rule: (String) -> RelayRule?) -> [String] {
        guard let union = receivedUnion else { return [] }
        var writer = SwiftWriter(depth: 2)
        var silent: [String] = []
        writer.line("switch \(hub.message) {")
        for member in union.members {
            let name = memberName(member.type.value)
            let received = Received(expression: name, kind: .type(member.type.value), isMember: true)
            let rule = rule(member.tag.value)
            let lines = rule.map { self.lines($0, received) } ?? []
            guard !lines.isEmpty else {
                silent.append(".\(caseName(member.tag.value))")
                continue
            }
            let isRead = rule?.send.map { $0.value.placeholders.contains(where: \.isReceived) } ?? true
            writer.line("case .\(caseName(member.tag.value))\(isRead ? "(let \(name))" : ""):")
            writer.indented { $0.append(lines) }
        }
        if silent.count == union.members.count { return [] }
        if !silent.isEmpty {
            writer.line("case \(silent.joined(separator: ", ")):")
            writer.indented { $0.line("break") }
        }
        writer.line("}")
        return writer.unindented
    }

    private func memberName(_ type: String) -> String {
        let name = SwiftName.member(names.declaredType(type))
        let taken =
            [Self.input, "client", "room", "sequence", hub.message].contains(name)
            || SwiftName.reservedWords.contains(name)
        return taken ? "value" : name
    }

    // MARK: welcome and farewell

    private func writeWelcome(to writer: inout SwiftWriter) {
        var lines: [String] = []
        if let welcome = hub.spec.welcome { lines += sending("client.send", welcome) }
        if let joined = hub.spec.joined {
            lines.append("guard client.isFirstOfUser else { return }")
            lines += sending("client.room.send", joined, [("except", "client")])
        }
        writer.doc(
            lines.isEmpty
                ? "The spec greets nobody."
                : "The spec's welcome: to the newcomer, and to the others unless the same user is in the room already.")
        writer.block("func welcome(_ client: Client)") { $0.append(withInput(lines)) }
    }

    private func writeFarewell(to writer: inout SwiftWriter) {
        var lines: [String] = []
        if let left = hub.spec.left {
            lines.append("guard client.wasLastOfUser else { return }")
            lines += sending("client.room.send", left, [("except", "client")])
        }
        writer.doc(
            lines.isEmpty
                ? "The spec tells nobody."
                : "The spec's farewell: to the others, once the user's last connection is gone.")
        writer.block("func farewell(_ client: Client)") { $0.append(withInput(lines)) }
    }

    private func sending(
        _ call: String, _ message: MessageTemplate, _ rest: [(label: String?, value: SwiftExpression)] = []
    ) -> [String] {
        var code = MessageCode(spec: spec, names: names, hub: hub, findings: findings)
        code.namesSequence = message.value.placeholders.count { $0.kind == .sequence } > 1
        var writer = SwiftWriter(depth: 2)
        if code.namesSequence { writer.line("let sequence = client.room.nextSequence()") }
        SwiftExpression.call(call, [(nil, code.expression(message))] + rest).write(to: &writer)
        return writer.unindented
    }

    private var messageCode: MessageCode {
        MessageCode(spec: spec, names: names, hub: hub, findings: findings)
    }

    private func caseName(_ tag: String) -> String { SwiftName.escaped(SwiftName.member(tag)) }
}

extension Placeholder {
    fileprivate var isReceived: Bool {
        if case .received = kind { true } else { false }
    }
}

extension String {
    /// Whether a name stands in the code as a word.
    fileprivate func mentions(_ name: String) -> Bool {
        split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == name }
    }
}
