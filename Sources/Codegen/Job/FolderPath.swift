#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder or file on this machine by its absolute path without links, `.` or `..`.
struct FolderPath: Equatable {
    /// From the root on; none is the root itself.
    let parts: [String]

    /// Follows a path as far as it exists; what doesn't is taken as it is written.
    init(_ path: String) {
        let absolute = path.hasPrefix("/") ? path : Self.current + "/" + path
        var existing = absolute
        var rest: [String] = []
        while true {
            if let real = OutputFolder.resolved(existing.isEmpty ? "/" : existing) {
                parts = Self.normal(Self.split(real) + rest)
                return
            }
            rest.insert(String(existing.split(separator: "/").last ?? ""), at: 0)
            existing = "/" + existing.split(separator: "/").dropLast().joined(separator: "/")
        }
    }

    private init(parts: [String]) { self.parts = parts }

    /// The path as text.
    var text: String { "/" + parts.joined(separator: "/") }

    /// The folder above; nothing above the root.
    var parent: FolderPath? { parts.isEmpty ? nil : FolderPath(parts: Array(parts.dropLast())) }

    /// The last part.
    var name: String { parts.last ?? "" }

    /// Whether `other` is this folder or lies in it.
    func holds(_ other: FolderPath) -> Bool { other.parts.starts(with: parts) }

    /// How one gets from this folder to `other`.
    func relative(to other: FolderPath) -> String {
        let shared = zip(parts, other.parts).prefix { $0 == $1 }.count
        let way = Array(repeating: "..", count: parts.count - shared) + other.parts[shared...]
        return way.isEmpty ? "." : way.joined(separator: "/")
    }

    /// The folder the program runs in.
    static var current: String { OutputFolder.resolved(".") ?? "/" }

    private static func split(_ path: String) -> [String] { path.split(separator: "/").map(String.init) }

    private static func normal(_ parts: [String]) -> [String] {
        parts.reduce(into: []) { normal, part in
            if part == ".." { _ = normal.popLast() } else if part != "." && !part.isEmpty { normal.append(part) }
        }
    }
}
