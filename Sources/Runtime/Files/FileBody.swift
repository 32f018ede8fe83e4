/// A run of bytes of an open file, as the body of a response; the file closes when the last copy goes.
public struct FileBody: Sendable {
    package let file: OpenFile
    /// Where the run starts.
    public let offset: Int
    /// How many bytes it has.
    public let count: Int

    package init(file: OpenFile, offset: Int, count: Int) {
        self.file = file
        self.offset = offset
        self.count = count
    }
}
