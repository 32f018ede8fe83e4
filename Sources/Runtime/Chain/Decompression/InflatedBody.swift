/// The bytes of a compressed body, a piece at a time: however much they would inflate to, no more than a piece is there at once.
final class InflatedBody: RequestBodySource {
    /// Nobody knows before the end.
    let declaredLength: Int? = nil
    private let source: (any RequestBodySource)?
    private let inflater: Guarded<BodyInflater>

    init(_ body: RequestBody, _ coding: BodyCoding) {
        var inflater = BodyInflater(coding)
        switch body.storage {
        case .bytes(let bytes):
            source = nil
            inflater.feed(bytes)
            inflater.finish()
        case .source(let source): self.source = source
        }
        self.inflater = Guarded(inflater)
    }

    func next() async throws -> [UInt8]? {
        while true {
            switch try inflater.withLock({ try $0.step() }) {
            case .piece(let bytes): return bytes
            case .end: return nil
            case .needsInput:
                if let chunk = try await source?.next() {
                    inflater.withLock { $0.feed(chunk) }
                } else {
                    inflater.withLock { $0.finish() }
                }
            }
        }
    }
}
