/// The compressors of one event loop. Messages are deflated whole, so one deflater a window size serves all its
/// connections; inflaters are lent for as long as a message is under way.
///
/// A connection keeps one of its own only if context takeover was agreed on. Not safe to share between threads.
package final class WebSocketDeflatePool {
    /// zlib's level, 1 (fastest) to 9 (smallest).
    package let level: Int
    /// zlib's memory level, 1 to 9: a deflater takes 2^(windowBits + 2) + 2^(memoryLevel + 9) bytes.
    package let memoryLevel: Int

    private var deflaters: [WebSocketDeflater?] = Array(repeating: nil, count: 16)
    private var idleInflaters: [WebSocketInflater] = []
    private static let keptInflaters = 8

    /// Makes an empty pool; compressors come with the first use (defaults: level 1, memory level 8, as zlib's own).
    package init(level: Int = 1, memoryLevel: Int = 8) {
        self.level = min(9, max(1, level))
        self.memoryLevel = min(9, max(1, memoryLevel))
    }

    /// A deflater of its own for a connection with context takeover.
    func makeDeflater(windowBits: UInt8) -> WebSocketDeflater? {
        WebSocketDeflater(level: level, windowBits: windowBits, memoryLevel: memoryLevel)
    }

    /// The loop's deflater for such windows, with an empty window; use it for one message.
    func sharedDeflater(windowBits: UInt8) -> WebSocketDeflater? {
        let bits = Int(min(15, max(9, windowBits)))
        if let deflater = deflaters[bits] {
            deflater.reset()
            return deflater
        }
        let deflater = makeDeflater(windowBits: UInt8(bits))
        deflaters[bits] = deflater
        return deflater
    }

    /// An inflater with an empty window of 2^15 bytes, which also inflates what was deflated with a smaller one.
    func borrowInflater() -> WebSocketInflater? { idleInflaters.popLast() ?? WebSocketInflater(windowBits: 15) }

    /// Takes a borrowed inflater back.
    func giveBack(_ inflater: WebSocketInflater) {
        guard idleInflaters.count < Self.keptInflaters else { return }
        inflater.reset()
        idleInflaters.append(inflater)
    }
}
