/// A hub's settings, and what is made of them: replaced as a whole when they change.
struct HubRules: Sendable {
    let settings: HubSettings
    let limits: HubLimits
    /// What handshakes are checked against.
    let policy: HandshakePolicy

    init(_ settings: HubSettings) {
        self.settings = settings
        limits = HubLimits(settings)
        policy = HandshakePolicy(
            origins: settings.origins,
            subprotocols: settings.subprotocols + (settings.history == nil ? [] : [HubHistory.subprotocol]),
            deflate: settings.compress
                ? WebSocketDeflateSettings(
                    serverContextTakeover: settings.compressContext, threshold: settings.compressThreshold)
                : nil)
    }
}
