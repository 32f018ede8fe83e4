import HTTPTypes

/// One version of a file with all that its responses say; small ones with their bytes.
final class LoadedFile: Sendable {
    /// Files up to this size are read whole and kept.
    static let smallSize = 64 << 10
    /// HTML files up to this size are read for their policy.
    private static let largestPage = 4 << 20

    let status: FileStatus
    let tag: EntityTag
    /// The bytes of a small file.
    let bytes: [UInt8]?
    private let contentType: String
    private let headers: HTTPFields

    init(_ file: OpenFile, _ status: FileStatus, name: String, options: FileOptions, now: Int) throws(OpenFile.Failure)
    {
        self.status = status
        tag = EntityTag(status, now: now)
        contentType = ContentTypes.type(of: name)
        var content: [UInt8]?
        let isPage = contentType.hasPrefix("text/html") || contentType.hasPrefix("application/xhtml")
        if status.size <= Self.smallSize || (isPage && status.size <= Self.largestPage) {
            content = try file.read(offset: 0, count: status.size)
        }
        var headers: HTTPFields = [
            .eTag: tag.description, .lastModified: HTTPDate.format(status.modifiedSeconds),
            .cacheControl: options.cacheControl, .acceptRanges: "bytes", .xContentTypeOptions: "nosniff",
        ]
        if isPage, let policy = options.contentSecurityPolicy.value(for: content ?? []) {
            headers[.contentSecurityPolicy] = policy
        }
        self.headers = headers
        // A file that shrank while it was read is not kept: the next request finds the new version.
        bytes = content.flatMap { $0.count == status.size && status.size <= Self.smallSize ? $0 : nil }
    }

    /// How much memory the version takes, roughly.
    var cost: Int { (bytes?.count ?? 0) + 1024 }

    /// The answer to a request; `open` gives the file where bytes are needed that are not in memory.
    func response(_ head: RequestHead, open: () throws(OpenFile.Failure) -> OpenFile?) throws(OpenFile.Failure)
        -> Response?
    {
        let outcome = FileConditions.evaluate(head, tag: tag, modified: status.modifiedSeconds, size: status.size)
        switch outcome {
        case .whole:
            guard let body = try body(0..<status.size, open) else { return nil }
            return Response(contentType: contentType, headers: headers, body: body)
        case .part(let range):
            guard let body = try body(range, open) else { return nil }
            var response = Response(status: .partialContent, contentType: contentType, headers: headers, body: body)
            response.headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(status.size)"
            return response
        case .notModified:
            return Response(status: .notModified, headers: headers)
        case .preconditionFailed:
            return .problem(Problem(title: "Precondition Failed", status: 412, detail: "the file has changed"))
        case .rangeNotSatisfiable:
            var response = Response.problem(
                Problem(title: "Range Not Satisfiable", status: 416, detail: "the file has \(status.size) bytes"))
            response.headers[.contentRange] = "bytes */\(status.size)"
            return response
        }
    }

    private func body(
        _ range: Range<Int>, _ open: () throws(OpenFile.Failure) -> OpenFile?
    ) throws(OpenFile.Failure) -> ResponseBody? {
        if range.isEmpty { return .empty }
        if let bytes { return .bytes(range.count == bytes.count ? bytes : Array(bytes[range])) }
        guard let file = try open() else { return nil }
        return .file(FileBody(file: file, offset: range.lowerBound, count: range.count))
    }
}
