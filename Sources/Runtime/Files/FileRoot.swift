/// A folder that nothing leads out of.
///
/// A name is refused if one of its parts is empty, `.`, `..`, hidden (it starts with a dot; `.well-known` at the top is
/// not), or has a NUL or a backslash. A link is followed only if what was opened lies in the folder: that is
/// asked of the open descriptor, so that no swap of a link in between helps.
struct FileRoot: Sendable {
    /// The folder as it was given.
    let path: String

    /// Opens a regular file or a folder by its name relative to this folder; "" is the folder itself.
    func open(_ name: String) throws(OpenFile.Failure) -> (file: OpenFile, status: FileStatus) {
        guard Self.isSafe(name) else { throw .notFound }
        let file = try OpenFile(path: fullPath(name))
        guard let status = FileStatus(descriptor: file.descriptor), status.kind != .other else { throw .notFound }
        guard let real = file.realPath ?? OpenFile.realPath(of: fullPath(name)), let root = OpenFile.realPath(of: path),
            Self.contains(root, real)
        else { throw .notFound }
        return (file, status)
    }

    /// The status of a file whose name was opened before; it says nothing about where a link leads.
    func status(_ name: String) -> FileStatus? {
        FileStatus(path: fullPath(name))
    }

    private func fullPath(_ name: String) -> String {
        name.isEmpty ? path : path + "/" + name
    }

    private static func contains(_ root: String, _ path: String) -> Bool {
        guard path.utf8.starts(with: root.utf8) else { return false }
        return path.utf8.count == root.utf8.count || root == "/" || path.utf8.dropFirst(root.utf8.count).first == 0x2F
    }

    static func isSafe(_ name: String) -> Bool {
        if name.isEmpty { return true }
        guard !name.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: "\\") }) else { return false }
        let parts = name.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            guard let first = part.first, part.count <= 255 else { return false }
            guard first != UInt8(ascii: ".") || (index == 0 && part.elementsEqual(".well-known".utf8)) else {
                return false
            }
        }
        return true
    }
}
