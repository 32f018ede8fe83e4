/// A file's bytes, read a piece at a time by whoever asks for the next: for channels that a file can't go through by itself.
struct FileChunks: AsyncSequence, Sendable {
    typealias Element = [UInt8]
    typealias Failure = any Error

    let body: FileBody
    private static let size = 64 * 1024

    struct Iterator: AsyncIteratorProtocol {
        let body: FileBody
        private var offset = 0

        fileprivate init(_ body: FileBody) { self.body = body }

        mutating func next() async throws -> [UInt8]? {
            guard offset < body.count else { return nil }
            let bytes = try body.file.read(
                offset: body.offset + offset, count: Swift.min(FileChunks.size, body.count - offset))
            // A file that became shorter: the connection finds that fewer bytes came than it announced.
            guard !bytes.isEmpty else { return nil }
            offset += bytes.count
            return bytes
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(body) }
}

extension ResponseBody {
    /// The same, with a file of more bytes as a stream of its pieces.
    func readable(beyond limit: Int) -> ResponseBody {
        guard case .file(let file) = self, file.count > limit else { return self }
        return .stream(ResponseStream(length: file.count, FileChunks(body: file)))
    }
}
