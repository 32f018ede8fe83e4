/// A key of a JSON object; it is compared with literals without making a string.
///
/// ```swift
/// while let key = try json.nextKey() {
///     switch key {
///     case "text": …
///     default: try json.skip(key)
///     }
/// }
/// ```
public struct JSONKey: Hashable, Sendable {
    /// The text of a key that the two words can't hold.
    @usableFromInline
    final class Long: Hashable, Sendable {
        @usableFromInline let text: String

        init(_ text: String) { self.text = text }

        @usableFromInline
        static func == (left: Long, right: Long) -> Bool { left.text == right.text }

        @usableFromInline
        func hash(into hasher: inout Hasher) { hasher.combine(text) }
    }

    /// With `last`, all bytes of a key of up to 16: its first and its last eight (or four, or one).
    @usableFromInline let first: UInt64
    @usableFromInline let last: UInt64
    /// How many bytes the key has in UTF-8.
    @usableFromInline let count: Int
    @usableFromInline let long: Long?

    init(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else {
            (first, last, count, long) = (0, 0, 0, nil)
            return
        }
        (first, last) = Self.words(start, bytes.count)
        count = bytes.count
        long = bytes.count > 16 ? Long(String(decoding: bytes, as: UTF8.self)) : nil
    }

    /// A key that no JSON has: what `tag` answers if there is none.
    static let absent = JSONKey()

    private init() {
        (first, last, count, long) = (0, 0, -1, nil)
    }

    @inlinable
    @inline(__always)
    static func words(_ start: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
        if count >= 8 {
            return (
                UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)),
                UInt64(littleEndian: start.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
            )
        }
        if count >= 4 {
            return (
                UInt64(UInt32(littleEndian: start.loadUnaligned(as: UInt32.self))),
                UInt64(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)))
            )
        }
        guard count > 0 else { return (0, 0) }
        let byte = { (index: Int) in UInt64(start.load(fromByteOffset: index, as: UInt8.self)) }
        return (byte(0) | byte(count / 2) << 8, byte(count - 1))
    }

    /// Whether the key is the literal.
    @inlinable
    @inline(__always)
    public static func ~= (literal: StaticString, key: JSONKey) -> Bool {
        guard key.count == literal.utf8CodeUnitCount, literal.hasPointerRepresentation else { return false }
        let (first, last) = words(UnsafeRawPointer(literal.utf8Start), key.count)
        guard key.first == first, key.last == last else { return false }
        return key.count <= 16 || key.isLong(literal)
    }

    @usableFromInline
    func isLong(_ literal: StaticString) -> Bool {
        literal.withUTF8Buffer { long?.text.utf8.elementsEqual($0) ?? false }
    }

    /// The key as a string.
    public var description: String {
        if let long { return long.text }
        var bytes: [UInt8] = []
        for index in 0..<max(count, 0) { bytes.append(byte(index)) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func byte(_ index: Int) -> UInt8 {
        if count < 4 {
            return UInt8(truncatingIfNeeded: index == count - 1 ? last : first >> UInt64(8 * index))
        }
        let width = count < 8 ? 4 : 8
        let word = index < width ? first : last
        let place = index < width ? index : index - (count - width)
        return UInt8(truncatingIfNeeded: word >> UInt64(8 * place))
    }

    /// Spreads the key over 64 bits; keys of the same head, tail and length collide, which costs a comparison.
    var spread: UInt64 {
        var hash = first &* 0x9E37_79B9_7F4A_7C15 ^ (last &* 0xC2B2_AE3D_27D4_EB4F) ^ UInt64(truncatingIfNeeded: count)
        hash ^= hash >> 32
        return hash &* 0x9E37_79B9_7F4A_7C15
    }
}
