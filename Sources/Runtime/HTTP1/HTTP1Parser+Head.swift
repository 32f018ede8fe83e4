import NIOCore

extension HTTP1Parser {
    /// Reads whole lines of the request line and the header section; nil: go on with the new state.
    mutating func readHead(_ input: inout ByteBuffer, into head: inout RequestHead) -> Event? {
        let region = input.withUnsafeReadableBytes { LineScanner.wholeLines(in: $0, searched: searched) }
        guard region > 0 else {
            searched = input.readableBytes
            return checkUnfinishedLine(input)
        }
        searched = 0
        let base = head.bytes.count
        let result = input.withUnsafeReadableBytes { all -> Result<HTTP1Framing?, HTTP1Failure> in
            let lines = UnsafeRawBufferPointer(rebasing: all[0..<region])
            head.bytes.append(contentsOf: lines)
            do throws(HTTP1Failure) {
                return .success(try readLines(lines, at: base, into: &head))
            } catch {
                return .failure(error)
            }
        }
        input.moveReaderIndex(forwardBy: region)
        switch result {
        case .success(.some(let framing)): return .head(framing)
        case .success(.none): return nil
        case .failure(let failure): return fail(failure)
        }
    }

    /// Reads the lines; the framing if the empty line that ends the header section was among them.
    private mutating func readLines(
        _ lines: UnsafeRawBufferPointer, at base: Int, into head: inout RequestHead
    ) throws(HTTP1Failure) -> HTTP1Framing? {
        var start = 0
        while let end = LineScanner.lineFeed(in: lines, from: start) {
            let line = UnsafeRawBufferPointer(rebasing: lines[start...end])
            if state == .requestLine {
                try readRequestLine(line, at: base + start, into: &head)
            } else {
                let content = try section.content(of: line, limits)
                if content.isEmpty {
                    let framing = try section.framing(head)
                    begin(framing.body)
                    return framing
                }
                let (name, value) = try FieldLine.split(content)
                head.append(name: name.moved(by: base + start), value: value.moved(by: base + start))
                let header = head.fields.last?.header ?? .other
                try section.note(header, UnsafeRawBufferPointer(rebasing: content[value.range]))
            }
            start = end + 1
        }
        return nil
    }

    private mutating func begin(_ body: HTTP1Framing.Body) {
        switch body {
        case .none: restart()
        case .length(let count): state = .fixedBody(remaining: count)
        case .chunked: state = .chunkSize
        }
    }

    /// `METHOD SP target SP HTTP/1.x`, or the one empty line that may stand before it.
    private mutating func readRequestLine(
        _ line: UnsafeRawBufferPointer, at base: Int, into head: inout RequestHead
    ) throws(HTTP1Failure) {
        if let failure = RequestLine.failure(firstByte: line[0]) { throw failure }
        let hasCR = LineScanner.endsWithCRLF(line)
        guard line.count - (hasCR ? 2 : 1) <= limits.requestLine else { throw .requestLineTooLong }
        guard hasCR else { throw .lineEndMalformed }
        let content = UnsafeRawBufferPointer(rebasing: line[0..<(line.count - 2)])
        if content.isEmpty {
            guard !skippedEmptyLine else { throw .requestLineMalformed }
            skippedEmptyLine = true
            return
        }
        let parts = try RequestLine(content)
        head.methodToken = parts.method.moved(by: base)
        head.method = KnownMethod(token: UnsafeRawBufferPointer(rebasing: content[parts.method.range]))
        head.target = parts.target.moved(by: base)
        head.version = parts.version
        section.targetAuthority = parts.authority?.moved(by: base)
        section.scheme = parts.scheme
        state = .fields
    }

    /// An unfinished line may already be too long, or no request at all.
    private mutating func checkUnfinishedLine(_ input: ByteBuffer) -> Event {
        let length = input.withUnsafeReadableBytes { LineScanner.unfinishedLength($0) }
        if state == .requestLine {
            if let first = input.getInteger(at: input.readerIndex, as: UInt8.self),
                let failure = RequestLine.failure(firstByte: first)
            {
                return fail(failure)
            }
            return length > limits.requestLine ? fail(.requestLineTooLong) : .needMore
        }
        return section.bytes + length > limits.headerBytes ? fail(.headerTooLarge) : .needMore
    }
}

extension ByteRange {
    /// The same run in a buffer that has `offset` more bytes before it.
    func moved(by offset: Int) -> ByteRange {
        ByteRange(start: Int(start) + offset, count: Int(count))
    }
}
