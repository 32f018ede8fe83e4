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
    /// The same file in other codings, whichever there are.
    let variants: [AcceptedCodings.Coding: LoadedFile]
    /// How many bytes are sent.
    private let size: Int
    private let contentType: String
    private let headers: HTTPFields

    /// Reads a file, and what lies beside it.
    ///
    /// - Parameter beside: opens the file with another ending; nil if there is none.
    convenience init(
        _ file: OpenFile, _ status: FileStatus, name: String, options: FileOptions, now: Int,
        beside: (String) -> (file: OpenFile, status: FileStatus)? = { _ in nil }
    ) throws(OpenFile.Failure) {
        let plain = try LoadedFile(alone: file, status, name: name, options: options, now: now)
        var variants: [AcceptedCodings.Coding: LoadedFile] = [:]
        if options.precompressed {
            for coding in AcceptedCodings.Coding.allCases {
                guard let (file, other) = beside(coding.suffix), other.kind == .regular,
                    other.modifiedSeconds >= status.modifiedSeconds
                else { continue }
                variants[coding] = try LoadedFile(of: plain, coding, file, other, now: now)
            }
        }
        if options.compress, variants[.gzip] == nil, let bytes = plain.bytes,
            bytes.count >= ResponseCompression.threshold, ResponseCompression.isText(plain.contentType),
            let fewer = GZip.compress(bytes)
        {
            variants[.gzip] = LoadedFile(of: plain, fewer)
        }
        self.init(plain, variants)
    }

    private init(_ plain: LoadedFile, _ variants: [AcceptedCodings.Coding: LoadedFile]) {
        (status, tag, bytes, size) = (plain.status, plain.tag, plain.bytes, plain.size)
        (contentType, headers) = (plain.contentType, plain.headers)
        self.variants = variants
    }

    private init(
        alone file: OpenFile, _ status: FileStatus, name: String, options: FileOptions, now: Int
    ) throws(OpenFile.Failure) {
        variants = [:]
        self.status = status
        size = status.size
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
        // Also where there is no variant yet: caches must not take the plain file for all that there is.
        if options.precompressed || options.compress { headers.addVary("Accept-Encoding") }
        self.headers = headers
        // A file that shrank while it was read is not kept: the next request finds the new version.
        bytes = content.flatMap { $0.count == status.size && status.size <= Self.smallSize ? $0 : nil }
    }

    /// A variant that lies beside the file.
    private init(
        of plain: LoadedFile, _ coding: AcceptedCodings.Coding, _ file: OpenFile, _ status: FileStatus, now: Int
    ) throws(OpenFile.Failure) {
        variants = [:]
        self.status = status
        size = status.size
        tag = EntityTag(EntityTag(status, now: now), variant: coding.rawValue, isWeak: false)
        contentType = plain.contentType
        var headers = plain.headers
        headers[.eTag] = tag.description
        headers[.lastModified] = HTTPDate.format(status.modifiedSeconds)
        headers[.contentEncoding] = coding.rawValue
        self.headers = headers
        let content = status.size <= Self.smallSize ? try file.read(offset: 0, count: status.size) : nil
        bytes = content.flatMap { $0.count == status.size ? $0 : nil }
    }

    /// A variant that was made of the file. Other versions of the compressor make other bytes, so its tag is weak.
    private init(of plain: LoadedFile, _ compressed: [UInt8]) {
        variants = [:]
        status = plain.status
        size = compressed.count
        tag = EntityTag(plain.tag, variant: "gzip", isWeak: true)
        contentType = plain.contentType
        var headers = plain.headers
        headers[.eTag] = tag.description
        headers[.contentEncoding] = "gzip"
        self.headers = headers
        bytes = compressed
    }

    /// The best variant that a client takes; nil if that is the file itself.
    func variant(for head: RequestHead) -> (coding: AcceptedCodings.Coding, file: LoadedFile)? {
        guard !variants.isEmpty else { return nil }
        for coding in AcceptedCodings(head[.acceptEncoding]).preferred {
            if let file = variants[coding] { return (coding, file) }
        }
        return nil
    }

    /// How much memory the version takes, roughly.
    var cost: Int { variants.values.reduce((bytes?.count ?? 0) + 1024) { $0 + $1.cost } }

    /// The answer to a request; `open` gives the file where bytes are needed that are not in memory.
    func response(_ head: RequestHead, open: () throws(OpenFile.Failure) -> OpenFile?) throws(OpenFile.Failure)
        -> Response?
    {
        let outcome = FileConditions.evaluate(head, tag: tag, modified: status.modifiedSeconds, size: size)
        switch outcome {
        case .whole:
            guard let body = try body(0..<size, open) else { return nil }
            return Response(contentType: contentType, headers: headers, body: body)
        case .part(let range):
            guard let body = try body(range, open) else { return nil }
            var response = Response(status: .partialContent, contentType: contentType, headers: headers, body: body)
            response.headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
            return response
        case .notModified:
            return Response(status: .notModified, headers: headers)
        case .preconditionFailed:
            return .problem(Problem(title: "Precondition Failed", status: 412, detail: "the file has changed"))
        case .rangeNotSatisfiable:
            var response = Response.problem(
                Problem(title: "Range Not Satisfiable", status: 416, detail: "the file has \(size) bytes"))
            response.headers[.contentRange] = "bytes */\(size)"
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
