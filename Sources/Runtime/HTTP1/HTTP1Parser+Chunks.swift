import NIOCore

/// Chunked bodies (RFC 9112 §7.1).
extension HTTP1Parser {
    /// What a chunk's line takes without an extension: sixteen digits and CR LF.
    private static let plainLine = 18

    /// Reads `size [;extensions] CR LF`; nil: go on with the new state.
    mutating func readChunkSize(_ input: inout ByteBuffer) -> Event? {
        let result = input.withUnsafeReadableBytes { bytes -> Result<(length: Int, size: Int)?, HTTP1Failure> in
            do throws(HTTP1Failure) {
                guard let end = LineScanner.lineFeed(in: bytes, from: searched) else {
                    searched = bytes.count
                    try countOverhead(LineScanner.unfinishedLength(bytes) + 2)
                    return .success(nil)
                }
                searched = 0
                let hasCR = end > 0 && bytes[end - 1] == ASCII.carriageReturn
                chunkOverhead += try countOverhead(hasCR ? end + 1 : end + 2)
                guard hasCR else { throw .lineEndMalformed }
                return .success((end + 1, try Self.chunkSize(UnsafeRawBufferPointer(rebasing: bytes[0..<(end - 1)]))))
            } catch {
                return .failure(error)
            }
        }
        switch result {
        case .failure(let failure): return fail(failure)
        case .success(.none): return .needMore
        case .success(.some(let line)):
            input.moveReaderIndex(forwardBy: line.length)
            return begin(chunk: line.size)
        }
    }

    private mutating func begin(chunk size: Int) -> Event? {
        guard size > 0 else {
            section = FieldSection()
            state = .trailers
            return nil
        }
        let (total, overflow) = bodyBytes.addingReportingOverflow(size)
        guard !overflow, total <= bodyLimit else { return fail(.bodyTooLarge) }
        bodyBytes = total
        state = .chunkData(remaining: size)
        return nil
    }

    @discardableResult
    private func countOverhead(_ length: Int) throws(HTTP1Failure) -> Int {
        let extra = max(0, length - Self.plainLine)
        guard chunkOverhead + extra <= limits.chunkOverhead else { throw .chunkOverheadTooLarge }
        return extra
    }

    private static func chunkSize(_ line: UnsafeRawBufferPointer) throws(HTTP1Failure) -> Int {
        var size = 0
        var index = 0
        while index < line.count, let digit = ASCII.hexValue(line[index]) {
            guard index < 16 else { throw .chunkSizeMalformed }
            guard size <= Int.max >> 4 else { throw .chunkSizeTooLarge }
            size = size << 4 | Int(digit)
            index += 1
        }
        guard index > 0 else { throw .chunkSizeMalformed }
        if index < line.count { try checkExtensions(UnsafeRawBufferPointer(rebasing: line[index...])) }
        return size
    }

    /// `*( ";" name [ "=" ( token / quoted-string ) ] )`, without the white space that RFC 9112 only tolerates.
    private static func checkExtensions(_ text: UnsafeRawBufferPointer) throws(HTTP1Failure) {
        guard text[0] == ASCII.semicolon else { throw .chunkSizeMalformed }
        var index = 0
        while index < text.count {
            guard text[index] == ASCII.semicolon else { throw .chunkExtensionMalformed }
            index = try skipToken(text, index + 1)
            guard index < text.count, text[index] == ASCII.equals else { continue }
            index += 1
            if index < text.count, text[index] == ASCII.quote {
                index = try skipQuoted(text, index + 1)
            } else {
                index = try skipToken(text, index)
            }
        }
    }

    private static func skipToken(_ text: UnsafeRawBufferPointer, _ start: Int) throws(HTTP1Failure) -> Int {
        var index = start
        while index < text.count, ASCIISet.token.contains(text[index]) { index += 1 }
        guard index > start else { throw .chunkExtensionMalformed }
        return index
    }

    private static func skipQuoted(_ text: UnsafeRawBufferPointer, _ start: Int) throws(HTTP1Failure) -> Int {
        var index = start
        while index < text.count {
            switch text[index] {
            case ASCII.quote: return index + 1
            case ASCII.backslash: index += 1
            case ASCII.tab: break
            case 0..<ASCII.space, ASCII.delete: throw .chunkExtensionMalformed
            default: break
            }
            guard index < text.count, text[index] >= ASCII.space || text[index] == ASCII.tab else {
                throw .chunkExtensionMalformed
            }
            index += 1
        }
        throw .chunkExtensionMalformed
    }

    /// The CR LF behind a chunk's data.
    mutating func readChunkEnd(_ input: inout ByteBuffer) -> Event? {
        guard let first = input.getInteger(at: input.readerIndex, as: UInt8.self) else { return .needMore }
        guard first == ASCII.carriageReturn else { return fail(.chunkEndMalformed) }
        guard let second = input.getInteger(at: input.readerIndex + 1, as: UInt8.self) else { return .needMore }
        guard second == ASCII.lineFeed else { return fail(.chunkEndMalformed) }
        input.moveReaderIndex(forwardBy: 2)
        state = .chunkSize
        return nil
    }

    /// Reads the trailer section: its fields are checked like any and then dropped, since nothing here asks for them.
    mutating func readTrailers(_ input: inout ByteBuffer) -> Event? {
        let region = input.withUnsafeReadableBytes { LineScanner.wholeLines(in: $0, searched: searched) }
        guard region > 0 else {
            searched = input.readableBytes
            let length = input.withUnsafeReadableBytes { LineScanner.unfinishedLength($0) }
            return section.bytes + length > limits.headerBytes ? fail(.headerTooLarge) : .needMore
        }
        searched = 0
        let result = input.withUnsafeReadableBytes { all -> Result<Bool, HTTP1Failure> in
            do throws(HTTP1Failure) {
                return .success(try checkTrailers(UnsafeRawBufferPointer(rebasing: all[0..<region])))
            } catch {
                return .failure(error)
            }
        }
        input.moveReaderIndex(forwardBy: region)
        switch result {
        case .failure(let failure): return fail(failure)
        case .success(false): return nil
        case .success(true):
            restart()
            return .end
        }
    }

    private mutating func checkTrailers(_ lines: UnsafeRawBufferPointer) throws(HTTP1Failure) -> Bool {
        var start = 0
        while let end = LineScanner.lineFeed(in: lines, from: start) {
            let content = try section.content(of: UnsafeRawBufferPointer(rebasing: lines[start...end]), limits)
            if content.isEmpty { return true }
            let (name, _) = try FieldLine.split(content)
            let header = KnownHeader(name: UnsafeRawBufferPointer(rebasing: content[name.range]))
            guard !Self.forbiddenTrailers.contains(header) else { throw .trailerForbidden }
            start = end + 1
        }
        return false
    }

    /// Fields that frame, route, authenticate or describe a message must not come after it (RFC 9110 §6.5.1).
    private static let forbiddenTrailers: Set<KnownHeader> = [
        .authorization, .connection, .contentEncoding, .contentLength, .contentType, .cookie, .expect, .host, .range,
        .te,
        .trailer, .transferEncoding, .upgrade,
    ]
}
