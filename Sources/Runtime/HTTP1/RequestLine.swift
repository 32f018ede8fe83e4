/// A request line cut into its parts (RFC 9112 §3); the ranges count from the line's first byte.
struct RequestLine {
    /// The scheme of an absolute target, for its default port.
    enum Scheme: Sendable { case http, https }

    /// Longer methods than any registered one are none that is served (501).
    static let longestMethod = 32

    let method: ByteRange
    let target: ByteRange
    let version: RequestHead.Version
    /// The host and port of a target in absolute form.
    private(set) var authority: ByteRange?
    private(set) var scheme = Scheme.http

    init(_ line: UnsafeRawBufferPointer) throws(HTTP1Failure) {
        var index = 0
        while index < line.count, ASCIISet.token.contains(line[index]) { index += 1 }
        guard index > 0, index < line.count, line[index] == ASCII.space else {
            throw line.contains(ASCII.carriageReturn) ? .lineEndMalformed : .requestLineMalformed
        }
        guard index <= Self.longestMethod else { throw .methodTooLong }
        method = ByteRange(start: 0, count: index)
        let start = index + 1
        index = start
        while index < line.count, ASCIISet.target.contains(line[index]) { index += 1 }
        guard index < line.count, line[index] == ASCII.space else {
            if index < line.count, line[index] == ASCII.carriageReturn { throw .lineEndMalformed }
            throw index < line.count ? .targetMalformed : .requestLineMalformed
        }
        guard index > start else { throw .requestLineMalformed }
        target = ByteRange(start: start, count: index - start)
        version = try Self.version(UnsafeRawBufferPointer(rebasing: line[(index + 1)...]))
        try readTarget(line)
    }

    /// What the first byte of a line tells: who speaks another protocol shall not wait for a timeout.
    static func failure(firstByte: UInt8) -> HTTP1Failure? {
        if ASCIISet.token.contains(firstByte) || firstByte == ASCII.carriageReturn { return nil }
        switch firstByte {
        case 0x16: return .tlsUnexpected
        case ASCII.lineFeed: return .lineEndMalformed
        default: return .requestLineMalformed
        }
    }

    private static func version(_ text: UnsafeRawBufferPointer) throws(HTTP1Failure) -> RequestHead.Version {
        guard text.count == 8, text[0] == 0x48, text[1] == 0x54, text[2] == 0x54, text[3] == 0x50,
            text[4] == ASCII.slash,
            ASCII.isDigit(text[5]), text[6] == 0x2E, ASCII.isDigit(text[7])
        else { throw text.contains(ASCII.carriageReturn) ? .lineEndMalformed : .requestLineMalformed }
        guard text[5] == 0x31, text[7] <= 0x31 else { throw .versionUnsupported }
        return text[7] == 0x31 ? .http11 : .http10
    }

    /// Tells the four forms of a target apart (RFC 9112 §3.2).
    private mutating func readTarget(_ line: UnsafeRawBufferPointer) throws(HTTP1Failure) {
        let text = UnsafeRawBufferPointer(rebasing: line[target.range])
        let method = UnsafeRawBufferPointer(rebasing: line[method.range])
        if method.elementsEqual("CONNECT".utf8) { throw .tunnelUnsupported }
        if text[0] == ASCII.slash { return }
        if text.count == 1, text[0] == 0x2A {
            guard method.elementsEqual("OPTIONS".utf8) else { throw .targetMalformed }
            return
        }
        let prefix: Int
        if Self.has("http://", text) {
            prefix = 7
        } else if Self.has("https://", text) {
            prefix = 8
            scheme = .https
        } else {
            throw text.contains(ASCII.colon) && ASCIISet.token.contains(text[0])
                ? .targetSchemeUnsupported : .targetMalformed
        }
        var end = prefix
        while end < text.count, text[end] != ASCII.slash, text[end] != 0x3F { end += 1 }
        let host = UnsafeRawBufferPointer(rebasing: text[prefix..<end])
        guard !host.isEmpty, Authority(host) != nil else { throw .targetMalformed }
        authority = ByteRange(start: Int(target.start) + prefix, count: end - prefix)
    }

    private static func has(_ prefix: StaticString, _ text: UnsafeRawBufferPointer) -> Bool {
        text.count >= prefix.utf8CodeUnitCount
            && ASCII.equalsIgnoringCase(
                UnsafeRawBufferPointer(rebasing: text[0..<prefix.utf8CodeUnitCount]), prefix)
    }
}
