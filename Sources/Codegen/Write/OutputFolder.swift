#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder a package is written into; nothing is read or written outside it, not through links either.
struct OutputFolder {
    /// As the user gave it, for messages.
    let path: String
    private let folders: OpenFolder

    init(path: String) {
        self.path = path
        folders = OpenFolder(root: path)
    }

    /// What stands at `file`.
    func state(of file: OutputPath) throws(FileProblem) -> DiskState {
        guard let folder = try folders.descriptor(for: file) else { return .absent }
        let name = String(file.name)
        var info = stat()
        guard fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { return .absent }
            throw .system("read", file.description)
        }
        guard info.st_mode & S_IFMT == S_IFREG else { return .other }
        let descriptor = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        return .file(try Self.readAll(descriptor, sized: Int(info.st_size), named: file.description))
    }

    /// Writes `bytes` beside `file`, under a name that a broken run leaves behind and the next one takes again.
    func stage(_ bytes: [UInt8], for file: OutputPath) throws(FileProblem) {
        let folder = try make(for: file)
        let descriptor = openat(folder, Self.staged(file), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .system("write", file.description) }
        let written = Self.writeAll(bytes, to: descriptor)
        let reason = errno
        guard close(descriptor) == 0, written else {
            throw FileProblem(action: "write", path: file.description, reason: written ? errno : reason)
        }
    }

    /// Puts the staged bytes in the file's place, at once.
    func commit(_ file: OutputPath) throws(FileProblem) {
        guard let folder = try folders.descriptor(for: file) else {
            throw FileProblem(action: "write", path: file.description, reason: ENOENT)
        }
        guard renameat(folder, Self.staged(file), folder, String(file.name)) == 0 else {
            throw .system("write", file.description)
        }
    }

    /// Takes back what was staged, if it is there.
    func discard(_ file: OutputPath) {
        guard let folder = try? folders.descriptor(for: file) else { return }
        unlinkat(folder, Self.staged(file), 0)
    }

    /// Removes a file and then its folders, as long as they are empty.
    func remove(_ file: OutputPath) throws(FileProblem) {
        if let folder = try folders.descriptor(for: file) {
            guard unlinkat(folder, String(file.name), 0) == 0 || errno == ENOENT else {
                throw .system("remove", file.description)
            }
        }
        removeEmptyFolders(above: file)
    }

    /// Removes the folders above a path, innermost first, as long as they are empty.
    func removeEmptyFolders(above file: OutputPath) {
        folders.forget()
        for folder in file.folders.reversed() {
            guard rmdir("\(path)/\(folder)") == 0 else { return }
        }
    }

    /// The folder of a file, made if it isn't there.
    private func make(for file: OutputPath) throws(FileProblem) -> CInt {
        if let folder = try folders.descriptor(for: file) { return folder }
        for folder in file.folders where mkdir("\(path)/\(folder)", 0o777) != 0 && errno != EEXIST {
            throw .system("make the folder", folder)
        }
        folders.forget()
        guard let folder = try folders.descriptor(for: file) else {
            throw FileProblem(action: "write", path: file.description, reason: ENOTDIR)
        }
        return folder
    }

    private static func staged(_ file: OutputPath) -> String { ".\(file.name).gen-part" }
}

/// The folder that the last file lay in, held open: files come in order of path, so that most lie where the one before did.
///
/// A folder is looked at once, and then files are found from its descriptor: what stands in its place later leads nowhere.
private final class OpenFolder {
    private let root: String
    /// Nothing in it while there is no such folder.
    private var last: (folder: Substring, descriptor: CInt?)?

    init(root: String) { self.root = root }

    /// The folder of a file; nothing if there is none.
    func descriptor(for file: OutputPath) throws(FileProblem) -> CInt? {
        if let last, last.folder == file.folder { return last.descriptor }
        forget()
        let descriptor = try open(file)
        last = (file.folder, descriptor)
        return descriptor
    }

    /// Looks again at the next file: folders were made or removed.
    func forget() {
        if let descriptor = last?.descriptor { close(descriptor) }
        last = nil
    }

    deinit { forget() }

    /// Refuses a path one of whose folders is a link that leads out.
    private func open(_ file: OutputPath) throws(FileProblem) -> CInt? {
        guard let top = OutputFolder.resolved(root) else { return nil }
        var real = top
        for folder in file.folders {
            guard let inner = OutputFolder.resolved("\(root)/\(folder)") else { return nil }
            guard inner.hasPrefix(top == "/" ? top : top + "/") else {
                throw FileProblem(
                    action: "write", path: file.description, why: "'\(folder)' is a link that leads out of the folder")
            }
            real = inner
        }
        let descriptor = platformOpen(real, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 && errno != ENOENT && errno != ENOTDIR { throw .system("read", file.description) }
        return descriptor < 0 ? nil : descriptor
    }
}

private func platformOpen(_ path: String, _ flags: CInt) -> CInt { open(path, flags) }

extension OutputFolder {
    /// The text of one of the user's Swift files contains `declaration`, looked for under `folder`.
    func contains(_ declaration: String, under folder: String) -> Bool {
        for name in Self.names(in: "\(path)/\(folder)").sorted() where !name.hasPrefix(".") {
            let inner = "\(folder)/\(name)"
            if name.hasSuffix(".swift") {
                guard let bytes = try? Self.read("\(path)/\(inner)", named: inner) else { continue }
                if String(decoding: bytes, as: UTF8.self).contains(declaration) { return true }
            } else if name != "Generated", contains(declaration, under: inner) {
                return true
            }
        }
        return false
    }

    /// The names in a folder, in no order; none if it can't be read.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// The path without links, `.` or `..`; nothing if there is no such file.
    static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Makes a folder and those above it.
    static func make(_ path: String) throws(FileProblem) {
        var made = path.hasPrefix("/") ? "/" : ""
        for part in path.split(separator: "/") {
            made += part
            if mkdir(made, 0o777) != 0 && errno != EEXIST { throw .system("make the folder", made) }
            made += "/"
        }
        var info = stat()
        guard stat(path, &info) == 0, info.st_mode & S_IFMT == S_IFDIR else {
            throw FileProblem(action: "make the folder", path: path, why: "something else stands there")
        }
    }

    /// All bytes of a file.
    static func read(_ path: String, named name: String) throws(FileProblem) -> [UInt8] {
        try readAll(open(path, O_RDONLY | O_CLOEXEC), sized: 0, named: name)
    }

    /// All bytes behind a descriptor, which is closed; `errno` says why it is none.
    private static func readAll(_ descriptor: CInt, sized size: Int, named name: String) throws(FileProblem) -> [UInt8]
    {
        guard descriptor >= 0 else { throw .system("read", name) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        // One byte more than it should have, so that its end shows at once.
        var part = [UInt8](repeating: 0, count: min(max(size, 4_095), 1 << 20) + 1)
        while true {
            let count = part.withUnsafeMutableBytes { platformRead(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw .system("read", name) }
            bytes.append(contentsOf: part[..<count])
        }
    }

    private static func writeAll(_ bytes: [UInt8], to descriptor: CInt) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }
}

// `read` is also the name of a method above.
private func platformRead(_ descriptor: CInt, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}

/// What the system said no to.
struct FileProblem: Error, Equatable {
    /// `write`, `read`, `remove`, `make the folder`.
    let action: String
    let path: String
    let why: String

    init(action: String, path: String, why: String) {
        self.action = action
        self.path = path
        self.why = why
    }

    init(action: String, path: String, reason: CInt) {
        self.init(action: action, path: path, why: String(cString: strerror(reason)).lowercased())
    }

    /// The failure of the call just made.
    static func system(_ action: String, _ path: String) -> FileProblem {
        FileProblem(action: action, path: path, reason: errno)
    }
}
