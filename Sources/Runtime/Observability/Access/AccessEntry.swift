import Logging

/// What a line of the access log tells.
struct AccessEntry {
    /// How a WebSocket ended.
    struct Closing {
        let code: UInt16
        let by: CloseReason.Initiator
        let client: UInt64
        let user: String
        let room: String
        let messagesIn: Int
        let messagesOut: Int
        let bytesIn: Int
        let bytesOut: Int
    }

    let head: RequestHead
    let route: RouteInfo?
    /// The status of the answer; 101, or 200 over HTTP/2, of a WebSocket.
    let status: Int
    /// Bytes of the answer's body.
    let bytes: Int
    let nanoseconds: UInt64
    /// The client's address.
    let from: String
    /// It took longer than `log.slow`.
    var isSlow = false
    var closing: Closing?

    /// Failures on our side, and slow requests, are warnings.
    var level: Logger.Level { status >= 500 || isSlow ? .warning : .info }

    /// The target without its query, which may hold secrets.
    private func withPath<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        head.withBytes(head.target) { target in
            body(
                UnsafeRawBufferPointer(rebasing: target[..<(target.firstIndex(of: UInt8(ascii: "?")) ?? target.count)]))
        }
    }
}

// MARK: For the service's own log

extension AccessEntry {
    /// Writes the line, its end included.
    ///
    /// - Parameter time: nanoseconds since 1970.
    func write(to line: inout LineBuffer, _ format: LogFormat, label: String, time: UInt64) {
        switch format {
        case .text: writeText(to: &line, time)
        case .json: writeJSON(to: &line, label, time)
        }
    }

    /// The fields stand in the order of their names, as in every other line.
    private func writeText(to line: inout LineBuffer, _ time: UInt64) {
        line.append(timestamp: time)
        line.append(level == .warning ? " warn  " : " info  ")
        head.withBytes(head.methodToken) { line.append(line: $0) }
        line.append(UInt8(ascii: " "))
        withPath { line.append(line: $0) }
        if let closing {
            line.append(" closed ")
            line.append(Int(closing.code))
            line.append(" by=")
            line.append(closing.by.rawValue)
            line.append(" bytesIn=")
            line.append(closing.bytesIn)
            line.append(" bytesOut=")
            line.append(closing.bytesOut)
            line.append(" client=")
            line.append(Int(truncatingIfNeeded: closing.client))
        } else {
            line.append(UInt8(ascii: " "))
            line.append(status)
            line.append(" bytes=")
            line.append(bytes)
        }
        line.append(" from=")
        line.append(from)
        if let closing {
            line.append(" messagesIn=")
            line.append(closing.messagesIn)
            line.append(" messagesOut=")
            line.append(closing.messagesOut)
        }
        line.append(" ms=")
        line.append(milliseconds: nanoseconds)
        line.append(" request=")
        line.append(id: head.mark)
        if let closing {
            line.append(" room=")
            line.append(word: closing.room)
        }
        if let route {
            line.append(" route=")
            line.append(word: route.pattern)
        }
        if isSlow { line.append(" slow=true") }
        if let trace = head.mark.given?.trace {
            line.append(" trace=")
            line.append(hex: trace.high)
            line.append(hex: trace.low)
        }
        if let closing {
            line.append(" user=")
            line.append(word: closing.user)
        }
        line.append(UInt8(ascii: "\n"))
    }

    private func writeJSON(to line: inout LineBuffer, _ label: String, _ time: UInt64) {
        line.append("{\"time\":\"")
        line.append(timestamp: time)
        line.append(
            level == .warning ? "\",\"level\":\"warning\",\"message\":\"" : "\",\"level\":\"info\",\"message\":\"")
        head.withBytes(head.methodToken) { line.append(json: $0) }
        line.append(UInt8(ascii: " "))
        withPath { line.append(json: $0) }
        line.append(closing == nil ? " " : " closed ")
        line.append(closing.map { Int($0.code) } ?? status)
        line.append("\",\"logger\":\"")
        line.append(json: label)
        if let closing {
            line.append("\",\"by\":\"")
            line.append(closing.by.rawValue)
            line.append("\",\"bytesIn\":")
            line.append(closing.bytesIn)
            line.append(",\"bytesOut\":")
            line.append(closing.bytesOut)
            line.append(",\"client\":")
            line.append(Int(truncatingIfNeeded: closing.client))
            line.append(",\"code\":")
            line.append(Int(closing.code))
        } else {
            line.append("\",\"bytes\":")
            line.append(bytes)
        }
        line.append(",\"from\":\"")
        line.append(json: from)
        if let closing {
            line.append("\",\"messagesIn\":")
            line.append(closing.messagesIn)
            line.append(",\"messagesOut\":")
            line.append(closing.messagesOut)
            line.append(",\"method\":\"")
        } else {
            line.append("\",\"method\":\"")
        }
        head.withBytes(head.methodToken) { line.append(json: $0) }
        line.append("\",\"ms\":")
        line.append(milliseconds: nanoseconds)
        line.append(",\"path\":\"")
        withPath { line.append(json: $0) }
        line.append("\",\"request\":\"")
        line.append(id: head.mark)
        if let closing {
            line.append("\",\"room\":\"")
            line.append(json: closing.room)
        }
        if let route {
            line.append("\",\"route\":\"")
            line.append(json: route.pattern)
        }
        line.append(isSlow ? "\",\"slow\":true,\"status\":" : "\",\"status\":")
        line.append(status)
        if let trace = head.mark.given?.trace {
            line.append(",\"trace\":\"")
            line.append(hex: trace.high)
            line.append(hex: trace.low)
            line.append(UInt8(ascii: "\""))
        }
        if let closing {
            line.append(",\"user\":\"")
            line.append(json: closing.user)
            line.append(UInt8(ascii: "\""))
        }
        line.append("}\n")
    }
}

extension LineBuffer {
    fileprivate mutating func append(word text: String) {
        var text = text
        text.withUTF8 { append(word: UnsafeRawBufferPointer($0)) }
    }

    fileprivate mutating func append(json text: String) {
        var text = text
        text.withUTF8 { append(json: UnsafeRawBufferPointer($0)) }
    }

    /// What a request is called; a client's own name holds nothing that needs quotes (`TrustedNames`).
    fileprivate mutating func append(id mark: RequestMark) {
        guard let (high, low) = mark.words else { return append(mark.id) }
        append(hex: high)
        append(hex: low)
    }
}

// MARK: For other logs

extension AccessEntry {
    /// What happened, in a few words.
    var message: String {
        let path = withPath { String(decoding: $0, as: UTF8.self) }
        let method = head.string(head.methodToken)
        return closing.map { "\(method) \(path) closed \($0.code)" } ?? "\(method) \(path) \(status)"
    }

    /// The same fields as in the service's own log.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "method": "\(head.string(head.methodToken))", "path": "\(withPath { String(decoding: $0, as: UTF8.self) })",
            "status": .stringConvertible(status), "ms": .stringConvertible(Double(nanoseconds / 1000) / 1000),
            "from": "\(from)", "request": "\(head.mark.id)",
        ]
        if let route { metadata["route"] = "\(route.pattern)" }
        if isSlow { metadata["slow"] = .stringConvertible(true) }
        if let trace = head.mark.given?.trace { metadata["trace"] = "\(Hexadecimal.text(trace.high, trace.low))" }
        guard let closing else {
            metadata["bytes"] = .stringConvertible(bytes)
            return metadata
        }
        metadata["by"] = "\(closing.by.rawValue)"
        metadata["bytesIn"] = .stringConvertible(closing.bytesIn)
        metadata["bytesOut"] = .stringConvertible(closing.bytesOut)
        metadata["client"] = .stringConvertible(closing.client)
        metadata["code"] = .stringConvertible(Int(closing.code))
        metadata["messagesIn"] = .stringConvertible(closing.messagesIn)
        metadata["messagesOut"] = .stringConvertible(closing.messagesOut)
        metadata["room"] = "\(closing.room)"
        metadata["user"] = "\(closing.user)"
        return metadata
    }
}
