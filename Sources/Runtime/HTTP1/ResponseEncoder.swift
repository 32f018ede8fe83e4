import HTTPTypes
import NIOCore

/// Response heads as bytes (RFC 9112 §4).
enum ResponseEncoder {
    /// How the client finds the end of the body.
    enum Framing: Hashable {
        /// The status has no body and says nothing of one (204, 304).
        case none
        case length(Int)
        case chunked
        /// The connection ends with the body: HTTP/1.0 knows no chunks.
        case untilClose
    }

    /// What the response says of the connection.
    enum Persistence: Hashable {
        /// What the version does by itself.
        case unsaid
        case close
        /// An HTTP/1.0 client must be told that it may go on.
        case keepAlive
    }

    /// How a body of this length (nil: nobody knows it) is framed.
    static func framing(status: HTTPResponse.Status, length: Int?, isHTTP10: Bool) -> Framing {
        switch status.code {
        case 100..<200, 204, 304: .none
        default: length.map { .length($0) } ?? (isHTTP10 ? .untilClose : .chunked)
        }
    }

    /// Writes the status line and all fields, with the empty line behind them.
    static func write(
        _ response: Response, _ framing: Framing, _ persistence: Persistence, _ mark: RequestMark?, date: [UInt8],
        to buffer: inout ByteBuffer
    ) {
        writeStatusLine(response.status, to: &buffer)
        if let type = response.contentType, response.headers[.contentType] == nil, isSafe(type) {
            buffer.writeStaticString("Content-Type: ")
            buffer.writeString(type)
            buffer.writeStaticString("\r\n")
        }
        for field in response.headers where !isOurs(field.name) {
            buffer.writeString(field.name.rawName)
            buffer.writeStaticString(": ")
            buffer.writeString(field.value)
            buffer.writeStaticString("\r\n")
        }
        response.standing?.write(to: &buffer, besides: response.headers)
        switch framing {
        case .none, .untilClose: break
        case .chunked: buffer.writeStaticString("Transfer-Encoding: chunked\r\n")
        case .length(let count):
            buffer.writeStaticString("Content-Length: ")
            writeDecimal(count, to: &buffer)
            buffer.writeStaticString("\r\n")
        }
        if response.headers[.upgrade] != nil {
            // RFC 9110 §7.8: `Upgrade` is for this connection only, and says so.
            buffer.writeStaticString(
                persistence == .close ? "Connection: upgrade, close\r\n" : "Connection: upgrade\r\n")
        } else {
            write(persistence, to: &buffer)
        }
        if let mark, !response.headers.namesRequest { write(mark, to: &buffer) }
        buffer.writeBytes(date)
    }

    /// Writes a response that was rendered before.
    static func write(
        _ response: PreparedResponse, _ persistence: Persistence, _ mark: RequestMark?, date: [UInt8], isHead: Bool,
        to buffer: inout ByteBuffer
    ) {
        buffer.writeBytes(response.head)
        write(persistence, to: &buffer)
        if let mark { write(mark, to: &buffer) }
        buffer.writeBytes(date)
        if !isHead { buffer.writeBytes(response.body) }
    }

    /// The size line of a chunk (RFC 9112 §7.1).
    static func writeChunkSize(_ count: Int, to buffer: inout ByteBuffer) {
        buffer.writeString(String(count, radix: 16))
        buffer.writeStaticString("\r\n")
    }

    private static func write(_ persistence: Persistence, to buffer: inout ByteBuffer) {
        switch persistence {
        case .unsaid: break
        case .close: buffer.writeStaticString("Connection: close\r\n")
        case .keepAlive: buffer.writeStaticString("Connection: keep-alive\r\n")
        }
    }

    /// Writes what the request is called.
    static func write(_ mark: RequestMark, to buffer: inout ByteBuffer) {
        buffer.writeStaticString("X-Request-ID: ")
        if let (high, low) = mark.words {
            buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 32) { memory in
                guard let start = memory.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
                return Hexadecimal.write(high, to: start) + Hexadecimal.write(low, to: start + 16)
            }
        } else {
            buffer.writeString(mark.id)
        }
        buffer.writeStaticString("\r\n")
    }

    private static func writeStatusLine(_ status: HTTPResponse.Status, to buffer: inout ByteBuffer) {
        if status.code == 200 {
            buffer.writeStaticString("HTTP/1.1 200 OK\r\n")
            return
        }
        buffer.writeStaticString("HTTP/1.1 ")
        writeDecimal(status.code, to: &buffer)
        buffer.writeStaticString(" ")
        buffer.writeString(status.reasonPhrase)
        buffer.writeStaticString("\r\n")
    }

    private static func writeDecimal(_ value: Int, to buffer: inout ByteBuffer) {
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: 20) { memory in
            guard let start = memory.baseAddress else { return 0 }
            return Digits.write(UInt64(max(value, 0)), to: start.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// The fields that the server alone decides on.
    static func isOurs(_ name: HTTPField.Name) -> Bool {
        name == .contentLength || name == .transferEncoding || name == .connection || name == .date
    }

    /// A content type is plain text of the user's: nothing in it may end its line.
    static func isSafe(_ type: String) -> Bool {
        type.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }
}

extension HTTPFields {
    /// Whether a handler has said what the request is called: an upstream's name, for one.
    var namesRequest: Bool { !isEmpty && contains { $0.name.canonicalName == "x-request-id" } }
}
