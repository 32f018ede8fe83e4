/// What the HTTP/1 parser uses of SwiftNIO's buffer, so that its fuzz target compiles without packages. The bytes lie in
/// a block of exactly their number, where the address sanitizer sees each step outside.
public struct ByteBuffer: Sendable {
    private final class Block: @unchecked Sendable {
        // @unchecked: written while it is made, and only read after.
        let bytes: UnsafeMutableRawBufferPointer

        init(_ first: UnsafeRawBufferPointer, _ second: UnsafeRawBufferPointer) {
            bytes = .allocate(byteCount: first.count + second.count, alignment: 1)
            bytes.copyBytes(from: first)
            UnsafeMutableRawBufferPointer(rebasing: bytes[first.count...]).copyBytes(from: second)
        }

        deinit { bytes.deallocate() }
    }

    private var block: Block
    private var end: Int
    public private(set) var readerIndex: Int

    /// An empty buffer.
    public init() {
        block = Block(UnsafeRawBufferPointer(start: nil, count: 0), UnsafeRawBufferPointer(start: nil, count: 0))
        (readerIndex, end) = (0, 0)
    }

    public var readableBytes: Int { end - readerIndex }

    /// Adds bytes behind those that are not read yet.
    public mutating func writeBytes(_ bytes: UnsafeRawBufferPointer) {
        let joined = withUnsafeReadableBytes { Block($0, bytes) }
        block = joined
        (readerIndex, end) = (0, joined.bytes.count)
    }

    public func withUnsafeReadableBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        defer { withExtendedLifetime(block) {} }
        return try body(UnsafeRawBufferPointer(rebasing: block.bytes[readerIndex..<end]))
    }

    public mutating func moveReaderIndex(forwardBy count: Int) {
        precondition(count >= 0 && count <= readableBytes, "more than there is was read")
        readerIndex += count
    }

    public func getInteger(at index: Int, as: UInt8.Type) -> UInt8? {
        index >= readerIndex && index < end ? block.bytes[index] : nil
    }

    public mutating func readSlice(length: Int) -> ByteBuffer? {
        guard length >= 0, length <= readableBytes else { return nil }
        var slice = self
        slice.end = readerIndex + length
        readerIndex += length
        return slice
    }
}
