/// Appends spans to a file, a line of OTLP JSON for each batch: what OpenTelemetry's collector reads with its `otlpjsonfile`
/// receiver. The file is renamed when it has grown, as a log file is.
public struct SpanFile: SpanExporter {
    private let file: LogFile
    private let service: String

    /// Opens the file, or makes it.
    ///
    /// - Parameters:
    ///   - path: where the lines go.
    ///   - service: the resource's `service.name`.
    ///   - maxSize: the size in bytes at which the file is renamed to `<path>.1` (default 100 MiB).
    ///   - keep: how many renamed files stay (default 2).
    /// - Throws: `ServerError` if the file can't be opened.
    public init(path: String, service: String, maxSize: Int = 100 << 20, keep: Int = 2) throws {
        file = try LogFile(path: path, maxSize: maxSize, keep: keep)
        self.service = service
    }

    /// Appends a line.
    public func export(_ spans: [RequestSpan]) async throws {
        var line = OTLPTraces.encode(spans, service: service)
        line.append(UInt8(ascii: "\n"))
        line.withUnsafeBytes { file.write($0) }
    }
}
