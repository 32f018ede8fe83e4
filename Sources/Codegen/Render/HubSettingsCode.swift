import GatewaySpec

/// A hub's settings: what the spec says, and the language's own defaults where the runtime has others.
struct HubSettingsCode {
    /// The largest message of a raw text hub, as go-zero's chat has it.
    static let rawTextMessage = 512

    let hub: HubPlan
    let names: Names

    /// `let chat = HubSettings(…)` and `self.chat = Hub("chat", settings.hub("chat", chat))`
    func write(to writer: inout SwiftWriter) {
        let name = SwiftLiteral.string(hub.spec.name.value)
        let property = SwiftName.escaped(hub.names.property)
        let local = ["settings", "self"].contains(hub.names.property) ? hub.names.property + "Settings" : property
        writer.call("let \(local) = \(names.runtime("HubSettings"))", arguments)
        writer.line("self.\(property) = \(names.runtime("Hub"))(\(name), settings.hub(\(name), \(local)))")
    }

    /// In the order of the runtime's initialiser.
    private var arguments: [String] {
        let spec = hub.spec
        let limits = spec.limits
        var list: [String?] = [
            (limits.message ?? Self.defaultMessage(hub)).map { "message: \(SwiftLiteral.integer($0))" },
            limits.queue.map { "queue: \(SwiftLiteral.integer($0))" },
            limits.queueBytes.map { "queueBytes: \(SwiftLiteral.integer($0))" },
            hub.conflateBy.isEmpty ? spec.slow.map { "slow: .\($0.rawValue)" } : "slow: .conflate",
            hub.conflateBy.isEmpty
                ? nil : "conflateBy: [\(hub.conflateBy.map(SwiftLiteral.string).joined(separator: ", "))]",
            spec.heartbeat.ping.map { "ping: \(SwiftLiteral.duration($0))" },
            spec.heartbeat.timeout.map { "timeout: \(SwiftLiteral.duration($0))" },
            spec.heartbeat.write.map { "write: \(SwiftLiteral.duration($0))" },
            spec.heartbeat.close.map { "closeTimeout: \(SwiftLiteral.duration($0))" },
            limits.rate.map { "rate: \(rate($0))" },
        ]
        list += [
            limits.byteRate.map { "byteRate: \(byteRate($0))" },
            limits.connections.map { "connections: \(SwiftLiteral.integer($0))" },
            limits.perIP.map { "connectionsPerIP: \(SwiftLiteral.integer($0))" },
            limits.perUser.map { "connectionsPerUser: \(SwiftLiteral.integer($0))" },
            limits.rooms.map { "roomsPerConnection: \(SwiftLiteral.integer($0))" },
            accepts.map { "accepts: .\($0)" },
            spec.trim.map { "trim: \($0)" },
            spec.invalid.map { "invalid: .\($0.rawValue)" },
            spec.history.map { "history: \(history($0))" },
            spec.origins.map { "origins: \(origins($0.value))" },
            spec.compress.map { "compress: \($0)" },
        ]
        return list.compactMap { $0 }
    }

    /// The language's own limit of a message, where it isn't the runtime's.
    static func defaultMessage(_ hub: HubPlan) -> Int? {
        hub.spec.receives.value == .text ? rawTextMessage : nil
    }

    private var accepts: String? {
        switch hub.spec.receives.value {
        case .text: "text"
        case .binary: "binary"
        case .any, .type: nil
        }
    }

    private func rate(_ rate: Rate) -> String {
        rate.per == .seconds(1)
            ? ".perSecond(\(SwiftLiteral.integer(rate.count)))"
            : "\(names.runtime("MessageRate"))(messages: \(SwiftLiteral.integer(rate.count)), "
                + "period: \(SwiftLiteral.duration(rate.per)))"
    }

    private func byteRate(_ rate: Rate) -> String {
        rate.per == .seconds(1)
            ? ".perSecond(\(SwiftLiteral.integer(rate.count)))"
            : "\(names.runtime("ByteRate"))(bytes: \(SwiftLiteral.integer(rate.count)), "
                + "period: \(SwiftLiteral.duration(rate.per)))"
    }

    private func history(_ history: HubSpec.History) -> String {
        let arguments = [
            "size: \(SwiftLiteral.integer(history.size))", history.ttl.map { "ttl: \(SwiftLiteral.duration($0))" },
            hub.spec.sends.value == .text ? "isText: true" : nil,
        ]
        return "\(names.runtime("HubHistory"))(\(arguments.compactMap { $0 }.joined(separator: ", ")))"
    }

    private func origins(_ origins: HubSpec.Origins) -> String {
        switch origins {
        case .sameHost: ".sameHost"
        case .any: ".any"
        case .list(let list): ".listed([\(list.map(SwiftLiteral.string).joined(separator: ", "))])"
        }
    }
}
