/// A message as other connections than those of the plain dialect get it: each variant is made once, by the first loop
/// that needs it, however many connections and loops it goes to.
final class FrameVariants: Sendable {
    /// Where the message stands in its room's history.
    let place: HistoryPlace?
    private let made = Guarded<[(key: UInt8, frame: FrameBuffer?)]>([])

    init(place: HistoryPlace? = nil) { self.place = place }

    /// The message is an envelope already.
    func isOwnEnvelope() { _ = frame(0) { nil } }

    /// The variant of a key, made if there is none; nil stands for the frame itself.
    fileprivate func frame(_ key: UInt8, _ make: () -> FrameBuffer?) -> FrameBuffer? {
        made.withLock { made in
            if let known = made.first(where: { $0.key == key }) { return known.frame }
            let frame = make()
            made.append((key, frame))
            return frame
        }
    }
}

extension FrameBuffer {
    /// The frame as a dialect has it: itself if that is what it is.
    func variant(_ dialect: FrameDialect, of hub: HubShard) -> FrameBuffer {
        guard dialect != .plain, isPlainMessage else { return self }
        let frame = dialect.isEnveloped ? enveloped(hub.limits) : self
        guard let bits = dialect.windowBits else { return frame }
        return frame.deflated(windowBits: bits, of: hub)
    }

    private func enveloped(_ limits: HubLimits) -> FrameBuffer {
        let variants = variants
        return variants.frame(0) { HistoryEnvelope.message(self, at: variants.place, isText: limits.historyIsText) }
            ?? self
    }

    /// The message deflated from an empty window, or itself if it is short or gets no smaller.
    private func deflated(windowBits: UInt8, of hub: HubShard) -> FrameBuffer {
        let payload = payload
        guard payload.count >= hub.limits.deflateThreshold else { return self }
        let bits = WebSocketProtocol.sharedWindowBits(windowBits, payloadCount: payload.count)
        let frame = variants.frame(bits) {
            hub.counters.deflated.bump()
            return withExtendedLifetime(self) {
                hub.loop.workspace.broadcastFrame(kind, payload, windowBits: bits).map(FrameBuffer.encoded)
            }
        }
        return frame ?? self
    }
}
