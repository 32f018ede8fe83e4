import GatewayRuntime
import GatewaySpec

/// A hub of a spec, ready to run.
struct LoweredHub: Sendable {
    let spec: HubSpec
    let hub: Hub<WebSocketMessage>
    let handler: ProgramHubHandler
    /// Who a client is, as a template of its parameters.
    let user: [ValueTemplate.TextPart]?

    init(_ spec: HubSpec, of service: ServiceSpec, settings: (String, HubSettings) -> HubSettings) {
        self.spec = spec
        let name = spec.name.value
        hub = Hub(name, settings(name, HubSettings(spec, of: service)))
        handler = ProgramHubHandler(HubLowering(spec, of: service).program)
        user = spec.user.map { HubLowering.textParts($0) }
    }
}

extension HubSettings {
    /// What a spec says of a hub; the rest is the runtime's default.
    init(_ hub: HubSpec, of service: ServiceSpec) {
        self.init()
        switch hub.receives.value {
        case .text:
            accepts = .text
            // A raw text hub is a chat of lines, as go-zero's is; who wants more says so.
            message = 512
        case .binary: accepts = .binary
        case .any: accepts = .any
        case .type: accepts = .text
        }
        if let message = hub.limits.message { self.message = message }
        if let queue = hub.limits.queue { self.queue = queue }
        queueBytes = hub.limits.queueBytes
        if let rate = hub.limits.rate { self.rate = MessageRate(messages: rate.count, period: rate.per) }
        if let connections = hub.limits.connections { self.connections = connections }
        if let rate = hub.limits.byteRate { byteRate = ByteRate(bytes: rate.count, period: rate.per) }
        if let rooms = hub.limits.rooms { roomsPerConnection = rooms }
        connectionsPerIP = hub.limits.perIP
        connectionsPerUser = hub.limits.perUser
        if let slow = hub.slow.flatMap({ SlowClientPolicy(rawValue: $0.rawValue) }) { self.slow = slow }
        conflateBy = service.conflationFields(of: hub)
        if !conflateBy.isEmpty { slow = .conflate }
        history = hub.history.map { HubHistory(size: $0.size, ttl: $0.ttl, isText: hub.sends.value == .text) }
        if let invalid = hub.invalid.flatMap({ InvalidMessagePolicy(rawValue: $0.rawValue) }) { self.invalid = invalid }
        if let ping = hub.heartbeat.ping { self.ping = ping }
        if let timeout = hub.heartbeat.timeout { self.timeout = timeout }
        if let write = hub.heartbeat.write { self.write = write }
        if let close = hub.heartbeat.close { closeTimeout = close }
        switch hub.origins?.value {
        case nil: break
        case .sameHost: origins = .sameHost
        case .any: origins = .any
        case .list(let list): origins = .listed(list)
        }
        if let trim = hub.trim { self.trim = trim }
        if let compress = hub.compress { self.compress = compress }
    }
}
