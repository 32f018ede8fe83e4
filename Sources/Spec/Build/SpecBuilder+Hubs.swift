import GatewayDiagnostics
import GatewayYAML

extension SpecBuilder {
    mutating func readHubs(_ node: Node?) {
        for entry in node?.mapping ?? [] { spec.hubs.append(hub(entry)) }
    }

    private mutating func hub(_ entry: Node.Entry) -> HubSpec {
        let node = entry.value
        var hub = HubSpec(
            name: Spanned(entry.name, entry.key.span), receives: kind(node, "receives", entry.key),
            sends: kind(node, "sends", entry.key))
        let sends = hub.sends.value
        hub.doc = node["doc"]?.text
        hub.user = node["user"].map { TemplateText.read($0).template }
        hub.relay = relay(node["relay"], sends: sends)
        hub.joined = node["announce"]?.entry(named: "joined").flatMap { announcement($0, sends: sends) }
        hub.left = node["announce"]?.entry(named: "left").flatMap { announcement($0, sends: sends) }
        hub.welcome = node["welcome"].flatMap { message($0, sends: sends) }
        hub.limits = limits(node["limits"])
        hub.slow = node["slow"]?.text.flatMap(HubSpec.SlowPolicy.init)
        hub.conflate = node["slow"]?["conflate"].flatMap { key in key.text.map { Spanned($0, key.span) } }
        hub.heartbeat = heartbeat(node["heartbeat"])
        hub.origins = node["origins"].map { Spanned(origins($0), $0.span) }
        hub.invalid = node["invalid"]?.text.flatMap(HubSpec.InvalidPolicy.init)
        hub.isAsync = node["async"]?.bool ?? false
        hub.trim = node["trim"]?.bool
        hub.compress = node["compress"]?.bool
        for section in [node, node["limits"], node["heartbeat"]] {
            for entry in section?.mapping ?? [] { hub.spans[entry.name] = entry.value.shortSpan }
        }
        if let size = node["history"]?["size"]?.text.flatMap(CountText.parse) {
            hub.history = HubSpec.History(size: size, ttl: node["history"]?["ttl"]?.text.flatMap(DurationText.parse))
        }
        return hub
    }

    /// What `receives` or `sends` says; a missing one is a type of no name, which no rule looks at.
    private func kind(_ node: Node, _ key: String, _ hub: Node) -> Spanned<HubSpec.MessageKind> {
        guard let value = node[key], let text = value.text else { return Spanned(.type(""), hub.span) }
        switch text {
        case "text": return Spanned(.text, value.span)
        case "binary": return Spanned(.binary, value.span)
        case "any": return Spanned(.any, value.span)
        default: return Spanned(.type(text), value.span)
        }
    }

    private func limits(_ node: Node?) -> HubLimits {
        var limits = HubLimits()
        limits.message = node?["message"]?.text.flatMap(ByteCountText.parse)
        limits.rate = node?["rate"]?.text.flatMap(RateText.parse)
        limits.byteRate = node?["byteRate"]?.text.flatMap(RateText.parseBytes)
        limits.queue = node?["queue"]?.text.flatMap(CountText.parse)
        limits.queueBytes = node?["queueBytes"]?.text.flatMap(ByteCountText.parse)
        limits.connections = node?["connections"]?.text.flatMap(CountText.parse)
        limits.perIP = node?["perIP"]?.text.flatMap(CountText.parse)
        limits.perUser = node?["perUser"]?.text.flatMap(CountText.parse)
        limits.rooms = node?["rooms"]?.text.flatMap(CountText.parse)
        return limits
    }

    private func heartbeat(_ node: Node?) -> HubSpec.Heartbeat {
        var heartbeat = HubSpec.Heartbeat()
        heartbeat.ping = node?["ping"]?.text.flatMap(DurationText.parse)
        heartbeat.timeout = node?["timeout"]?.text.flatMap(DurationText.parse)
        heartbeat.write = node?["write"]?.text.flatMap(DurationText.parse)
        heartbeat.close = node?["close"]?.text.flatMap(DurationText.parse)
        return heartbeat
    }

    private func origins(_ node: Node) -> HubSpec.Origins {
        if let list = node.sequence { return .list(list.compactMap(\.text)) }
        return node.text == "any" ? .any : .sameHost
    }

    private mutating func relay(_ node: Node?, sends: HubSpec.MessageKind) -> HubSpec.Relay {
        guard let node, let entries = node.mapping else { return node?.text == "none" ? .nothing : .standard }
        if RelayForm.isRule(entries) { return rule(node, sends: sends).map(HubSpec.Relay.rule) ?? .nothing }
        var rules: [(tag: Spanned<String>, rule: RelayRule?)] = []
        for entry in entries {
            let tag = Spanned(entry.name, entry.key.span)
            rules.append((tag, rule(entry.value, sends: sends)))
        }
        return .byTag(rules)
    }

    private mutating func rule(_ node: Node, sends: HubSpec.MessageKind) -> RelayRule? {
        guard let target = node["to"]?.text.flatMap(RelayRule.Target.init) else { return nil }
        return RelayRule(to: target, send: node["send"].flatMap { message($0, sends: sends) })
    }
}
