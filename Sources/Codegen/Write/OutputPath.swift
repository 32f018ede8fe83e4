/// A file's path inside the package: relative, with `/`, and no way out of it.
public struct OutputPath: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The path as it is written, such as `Sources/Chat/Main.swift`.
    public let description: String

    /// Takes a path, or nothing if it is absolute, empty, has `..`, `.`, an empty part, or a control character.
    public init?(_ text: String) {
        var (length, dots) = (0, 0)
        func isPart() -> Bool { 1...255 ~= length && (dots < length || length > 2) }
        for byte in text.utf8 {
            if byte == UInt8(ascii: "/") {
                guard isPart() else { return nil }
                (length, dots) = (0, 0)
                continue
            }
            guard byte >= 0x20, byte != 0x7F, byte != UInt8(ascii: "\\") else { return nil }
            length += 1
            if byte == UInt8(ascii: ".") { dots += 1 }
        }
        guard isPart() else { return nil }
        description = text
    }

    /// The last part.
    var name: Substring { description[start...] }

    /// The folder it lies in; empty at the top.
    var folder: Substring { description[..<start].dropLast() }

    /// The folders above it, outermost first: `Sources`, `Sources/Chat`.
    var folders: [String] {
        description.utf8.indices.filter { description.utf8[$0] == UInt8(ascii: "/") }.map { String(description[..<$0]) }
    }

    /// Where its name begins.
    private var start: String.Index {
        let text = description.utf8
        return text.lastIndex(of: UInt8(ascii: "/")).map(text.index(after:)) ?? text.startIndex
    }

    /// Byte order, so that lists look the same everywhere.
    public static func < (left: OutputPath, right: OutputPath) -> Bool {
        let isLess = left.description.utf8.withContiguousStorageIfAvailable { left in
            right.description.utf8.withContiguousStorageIfAvailable { left.lexicographicallyPrecedes($0) }
        }
        return (isLess ?? nil) ?? left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
