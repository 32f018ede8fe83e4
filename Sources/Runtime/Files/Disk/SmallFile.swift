/// Files of keys and certificates, read whole.
package enum SmallFile {
    private static let most = 4 * 1024 * 1024

    /// The bytes, and what the file system said of the file when they were read.
    package static func read(_ path: String) throws(FileProblem) -> (bytes: [UInt8], status: FileStatus) {
        guard let file = try? OpenFile(path: path), let status = FileStatus(descriptor: file.descriptor) else {
            throw FileProblem("there is no such file, or this process may not read it")
        }
        guard status.kind == .regular, status.size <= most else {
            throw FileProblem("it is no regular file of at most 4 MiB")
        }
        guard let bytes = try? file.read(offset: 0, count: status.size), bytes.count == status.size else {
            throw FileProblem("it can't be read")
        }
        return (bytes, status)
    }
}
