import GatewaySpec

/// `etc/<service>.yaml`: every setting and its default, commented out; for a hub, the spec's own values.
struct ConfigText {
    let plan: ServicePlan

    var fields: ViewFields {
        [
            "environment": .text(plan.names.service.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() + "_"),
            "hasAuth": .flag(!plan.spec.usedAuth.isEmpty),
            "auth": .lines(AuthConfigText(plan: plan).lines),
            "hubs": .list(
                plan.hubs.enumerated().map { index, hub in
                    [
                        "isFirst": .flag(index == 0), "name": .text(hub.spec.name.value),
                        "settings": .lines(Self.settings(hub)),
                    ]
                }),
        ]
    }

    private static func settings(_ hub: HubPlan) -> [String] {
        let spec = hub.spec
        let limits = spec.limits
        let rows: [(String, String, String)] = [
            (
                "message", bytes(limits.message ?? HubSettingsCode.defaultMessage(hub) ?? 65_536),
                "the largest message a client may send; larger closes with 1009"
            ),
            ("queue", "\(limits.queue ?? 256)", "how many messages may wait for a client that reads slowly"),
            (
                "queueBytes", limits.queueBytes.map(bytes) ?? "off",
                "the same in bytes; off: the larger of 1 MiB and four messages"
            ),
            (
                "slow", spec.conflate == nil ? spec.slow?.rawValue ?? "disconnect" : "conflate",
                "when a queue is full: disconnect (1013), dropOldest, dropNewest or conflate"
            ),
            (
                "conflateBy", list(hub.conflateBy),
                "with conflate: the fields that make up a message's key"
            ),
            ("ping", duration(spec.heartbeat.ping, 54), "how long a client may be silent before it is pinged"),
            (
                "timeout", duration(spec.heartbeat.timeout, 60),
                "how long after its last sign of life a client counts as gone"
            ),
            ("write", duration(spec.heartbeat.write, 10), "how long a write may make no progress"),
            ("closeTimeout", duration(spec.heartbeat.close, 5), "how long a client may take to answer a close frame"),
            ("rate", limits.rate.map(rate) ?? "off", "how often a client may send, as 20/s; more closes with 1008"),
            ("byteRate", limits.byteRate.map(byteRate) ?? "off", "the same in bytes, as 64KiB/s"),
            ("connections", "\(limits.connections ?? 100_000)", "how many connections the hub takes; more get 429"),
            ("connectionsPerIP", limits.perIP.map { "\($0)" } ?? "off", "how many one address may have"),
            ("connectionsPerUser", limits.perUser.map { "\($0)" } ?? "off", "how many one user may have"),
            ("roomsPerConnection", "\(limits.rooms ?? 128)", "how many rooms one connection may be in"),
            ("invalid", spec.invalid?.rawValue ?? "error", "a message that breaks its type: error, ignore or close"),
            ("inbox", "64", "how many messages may wait for an async handler"),
            ("drain", "5s", "over how long a stopping hub spreads its closes"),
            ("drainCode", "1001", "what it closes with: 1001 for going away, 1012 for a restart"),
            ("origins", origins(spec.origins?.value), "which pages may connect: same-host, any, or a list"),
            ("compress", "\(spec.compress ?? false)", "whether permessage-deflate is offered"),
            ("compressThreshold", "512B", "shorter messages are sent as they are"),
            ("compressContext", "false", "whether messages to one client may refer to earlier ones"),
        ]
        return rows.map { key, value, doc in
            let setting = "\(key): \(value)"
            return setting + String(repeating: " ", count: max(1, 24 - setting.count)) + "# " + doc
        }
    }

    private static func bytes(_ count: Int) -> String {
        for (unit, size) in [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]
        where count >= size && count % size == 0 {
            return "\(count / size)\(unit)"
        }
        return "\(count)B"
    }

    private static func duration(_ value: Duration?, _ seconds: Int) -> String {
        guard let value else { return "\(seconds)s" }
        let (seconds, attoseconds) = value.components
        return attoseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
    }

    private static func rate(_ rate: Rate) -> String {
        let units: [Duration: String] = [.seconds(1): "s", .seconds(60): "m", .seconds(3600): "h"]
        return "\(rate.count)/\(units[rate.per] ?? "s")"
    }

    private static func byteRate(_ rate: Rate) -> String {
        let units: [Duration: String] = [.seconds(1): "s", .seconds(60): "m", .seconds(3600): "h"]
        return "\(bytes(rate.count))/\(units[rate.per] ?? "s")"
    }

    private static func list(_ items: [String]) -> String {
        items.isEmpty ? "none" : "[\(items.joined(separator: ", "))]"
    }

    private static func origins(_ origins: HubSpec.Origins?) -> String {
        switch origins {
        case nil, .sameHost: "same-host"
        case .any: "any"
        case .list(let list): "[\(list.joined(separator: ", "))]"
        }
    }
}
