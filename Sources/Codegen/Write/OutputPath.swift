/// A file's path inside the package: relative, with `/`, and no way out of it.
public struct OutputPath: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The path as it is written, such as `Sources/Chat/Main.swift`.
    public let description: String

    /// Takes a path, or nothing if it is absolute, empty, has `..`, `.`, an empty part, or a control character.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let clean = parts.allSatisfy { part in
            !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 255
                && part.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "\\" }
        }
        guard clean else { return nil }
        description = text
    }

    /// Its folders and its name.
    var parts: [Substring] { description.split(separator: "/") }

    /// The last part.
    var name: Substring { parts.last ?? "" }

    /// The folders above it, outermost first: `Sources`, `Sources/Chat`.
    var folders: [String] {
        let parts = parts.dropLast()
        return parts.indices.map { parts[...$0].joined(separator: "/") }
    }

    /// Byte order, so that lists look the same everywhere.
    public static func < (left: OutputPath, right: OutputPath) -> Bool {
        left.description.utf8.lexicographicallyPrecedes(right.description.utf8)
    }
}
