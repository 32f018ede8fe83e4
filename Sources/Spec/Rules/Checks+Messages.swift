import GatewayDiagnostics

extension SpecCheck {
    static let messages = [
        SpecCheck("relay, announce and welcome fit what the hub receives and sends") { context in
            for hub in context.spec.hubs { context.checkMessages(hub) }
        }
    ]
}

extension CheckContext {
    fileprivate mutating func checkMessages(_ hub: HubSpec) {
        for (message, place) in [(hub.joined, "announce"), (hub.left, "announce"), (hub.welcome, "welcome")] {
            guard let message else { continue }
            check(message, hub, received: nil, place: place)
        }
        switch hub.relay {
        case .standard, .nothing: break
        case .rule(let rule): check(rule, hub, member: nil)
        case .byTag(let rules): check(rules, hub)
        }
    }

    private mutating func check(_ rule: RelayRule, _ hub: HubSpec, member: String?) {
        if let send = rule.send {
            check(send, hub, received: hub.receives.value, member: member, place: "relay")
        } else {
            let received = member.map(HubSpec.MessageKind.type) ?? hub.receives.value
            guard isKnown(hub.receives.value), isKnown(hub.sends.value),
                !spec.canRelayAsIs(received, as: hub.sends.value)
            else { return }
            report(
                .messageForm, "what is received cannot be sent as it is", at: hub.spans["relay"] ?? hub.receives.span,
                help: "add `send:` to the rule, which says what goes out",
                notes: [
                    Diagnostic.Note("what is received", at: hub.receives.span),
                    Diagnostic.Note("what is sent", at: hub.sends.span),
                ])
        }
    }

    private mutating func check(_ rules: [(tag: Spanned<String>, rule: RelayRule?)], _ hub: HubSpec) {
        guard isKnown(hub.receives.value) else { return }
        guard case .union(let union)? = spec.declaration(of: hub.receives.value)?.kind else {
            if let first = rules.first {
                report(
                    .messageForm, "'\(first.tag.value)' is a tag, but this hub does not receive a union",
                    at: first.tag.span,
                    help: "write one rule: `{ to: room, send: … }`",
                    notes: [Diagnostic.Note("what it receives", at: hub.receives.span)])
            }
            return
        }
        for entry in rules {
            guard let member = union.member(entry.tag.value) else {
                let tags = union.members.map(\.tag.value)
                report(
                    .unknownTag, "'\(entry.tag.value)' is no tag of what the hub receives", at: entry.tag.span,
                    help: Suggestion.didYouMean(entry.tag.value, among: tags)
                        ?? "its tags: \(tags.joined(separator: ", "))")
                continue
            }
            if let rule = entry.rule { check(rule, hub, member: member.type.value) }
        }
    }

    private func isKnown(_ kind: HubSpec.MessageKind) -> Bool {
        if case .type = kind { spec.declaration(of: kind) != nil } else { true }
    }

    private mutating func check(
        _ message: MessageTemplate, _ hub: HubSpec, received: HubSpec.MessageKind?, member: String? = nil, place: String
    ) {
        var checker = MessageChecker(spec: spec, hub: hub, received: received, receivedMember: member, place: place)
        checker.check(message)
        for finding in checker.findings { append(finding) }
    }
}
