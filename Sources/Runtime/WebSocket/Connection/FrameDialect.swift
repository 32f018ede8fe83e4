/// How a connection gets the messages of its rooms: as plain frames, deflated for a window, in a history's envelope, or
/// both of these. All connections of one dialect share the frames.
package struct FrameDialect: Hashable, Sendable {
    /// 0 is plain; the low three bits are the deflater's window bits less 8, the fourth is the envelope.
    let index: UInt8

    /// How many there are.
    static let count = 16
    /// Neither deflated nor in an envelope.
    package static let plain = Self(index: 0)

    init(index: UInt8) { self.index = index }

    /// - Parameter windowBits: 9...15; nil without compression.
    package init(windowBits: UInt8?, isEnveloped: Bool) {
        index = (windowBits.map { min(15, max(9, $0)) - 8 } ?? 0) | (isEnveloped ? 8 : 0)
    }

    var isEnveloped: Bool { index & 8 != 0 }

    /// The deflater's window; nil without compression.
    var windowBits: UInt8? { index & 7 == 0 ? nil : index & 7 + 8 }

    /// The same without compression.
    var undeflated: Self { Self(index: index & 8) }
}
