/// The bytes of one read, and how far they are used up.
///
/// The bytes are mutable because masks are taken off in place. Whoever pauses between two events keeps `rest`: it
/// starts at a frame's first byte, or within a frame whose earlier bytes the protocol has, and is as it came.
package struct WebSocketInput {
    /// What is not used up yet.
    package internal(set) var rest: UnsafeMutableRawBufferPointer

    /// Wraps the bytes of one read; they must stay valid as long as the input and the events made from it.
    package init(_ bytes: UnsafeMutableRawBufferPointer) { rest = bytes }

    @inline(__always)
    mutating func consume(_ count: Int) {
        rest = UnsafeMutableRawBufferPointer(start: rest.baseAddress.map { $0 + count }, count: rest.count &- count)
    }
}
