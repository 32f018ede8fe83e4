import GatewayRuntime
import NIOCore

/// Drives the HTTP/1.1 parser with any bytes and holds it to what must be true of all of them:
/// - the same stream, cut elsewhere, gives the same requests and the same failure;
/// - a head that it takes is framed by at most one of length and encoding, names one host at most, and holds no line end,
///   NUL or blank where the next reader could see another field or another request;
/// - bodies are as long as they say, and never over their limit;
/// - after a failure nothing more comes, and nothing is read.
///
/// Input: two bytes of settings, then the stream.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP1(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard count >= 2 else { return 0 }
    let input = UnsafeRawBufferPointer(start: start, count: count)
    let stream = UnsafeRawBufferPointer(rebasing: input[2...])
    let plan = Plan(input)
    let whole = Reading.of(stream, plan) { Int.max }
    var state = UInt64(input[1]) &* 0x9E37_79B9_7F4A_7C15 &+ 1
    let cut = Reading.of(stream, plan) {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return 1 + Int(state >> 33) % (1 + Int(input[1] & 31))
    }
    must(whole == cut, "cut elsewhere the stream means something else")
    if stream.count <= 128 {
        must(whole == Reading.of(stream, plan) { 1 }, "byte by byte the stream means something else")
    }
    return 0
}

/// The limits that an input asks for.
struct Plan {
    let limits: HTTP1Limits
    let bodyLimit: Int

    init(_ input: UnsafeRawBufferPointer) {
        let flags = input[0]
        limits =
            flags & 1 == 0
            ? HTTP1Limits() : HTTP1Limits(requestLine: 24, headerBytes: 96, headerCount: 4, chunkOverhead: 16)
        bodyLimit = flags & 2 == 0 ? .max : 8
    }
}

/// What the parser made of a stream.
struct Reading: Equatable {
    private var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    private var requests = 0
    private var bodyLength = 0
    private var expectedLength: Int?
    private var failure: HTTP1Failure?

    static func of(_ stream: UnsafeRawBufferPointer, _ plan: Plan, next: () -> Int) -> Reading {
        var reading = Reading()
        var parser = HTTP1Parser(limits: plan.limits)
        var head = RequestHead()
        var input = ByteBuffer()
        var offset = 0
        while offset < stream.count {
            let size = min(stream.count - offset, next())
            input.writeBytes(UnsafeRawBufferPointer(rebasing: stream[offset..<offset + size]))
            offset += size
            guard reading.drain(&parser, &head, &input, plan) else { break }
        }
        if reading.failure != nil {
            let left = input.readableBytes
            guard case .failed(reading.failure) = parser.next(&input, into: &head) else {
                must(false, "the parser went on after a failure")
                return reading
            }
            must(input.readableBytes == left, "bytes were read after a failure")
        }
        return reading
    }

    /// Takes all events that there are; false after a failure.
    private mutating func drain(
        _ parser: inout HTTP1Parser, _ head: inout RequestHead, _ input: inout ByteBuffer, _ plan: Plan
    ) -> Bool {
        while true {
            switch parser.next(&input, into: &head) {
            case .needMore: return true
            case .head(let framing):
                requests += 1
                check(head, framing, plan.limits)
                add(head, framing)
                head.reset()
                bodyLength = 0
                expectedLength = nil
                if case .length(let count) = framing.body { expectedLength = count }
                parser.bodyLimit = plan.bodyLimit
            case .body(let bytes):
                must(bytes.readableBytes > 0, "an empty piece of a body")
                bodyLength += bytes.readableBytes
                must(bodyLength <= expectedLength ?? plan.bodyLimit, "a body over its length or limit")
                bytes.withUnsafeReadableBytes { for byte in $0 { add(byte) } }
            case .end:
                must(expectedLength == nil || bodyLength == expectedLength, "a body that is too short")
                add(0xFE)
            case .failed(let failure):
                must(failure.status >= 400 && !failure.detail.isEmpty, "a failure that says nothing")
                self.failure = failure
                return false
            }
        }
    }

    /// What no reader behind us may understand otherwise.
    private func check(_ head: RequestHead, _ framing: HTTP1Framing, _ limits: HTTP1Limits) {
        var hosts = 0, lengths = 0, encodings = 0
        must(head.fields.count <= limits.headerCount, "more fields than the limit")
        for range in [head.methodToken, head.target] {
            must(range.end <= head.bytes.count && !range.isEmpty, "a range outside of the head")
            for byte in head.bytes[range.range] { must(byte > 0x20 && byte < 0x7F, "a bad byte in the request line") }
        }
        for field in head.fields {
            must(field.name.end <= head.bytes.count && field.value.end <= head.bytes.count, "a range outside of the head")
            let name = String(decoding: head.bytes[field.name.range], as: UTF8.self).lowercased()
            let value = head.bytes[field.value.range]
            must(!name.isEmpty && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }, "a bad name")
            must(value.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7F }, "a control character in a value")
            switch name {
            case "host": hosts += 1
            case "content-length":
                lengths += 1
                must(!value.isEmpty && value.allSatisfy { (0x30...0x39).contains($0) }, "a length that is no number")
            case "transfer-encoding":
                encodings += 1
                must(String(decoding: value, as: UTF8.self).lowercased() == "chunked", "an encoding that is not chunked")
            default: break
            }
        }
        must(hosts <= 1 && lengths <= 1 && encodings <= 1 && lengths + encodings <= 1, "framed or named twice")
        must(hosts == 1 || head.version == .http10, "no host")
        must(encodings == 0 || framing.body == .chunked && head.version == .http11, "chunked, and not read so")
        must(encodings == 1 || framing.body != .chunked, "read as chunked without an encoding")
        if case .length = framing.body { must(lengths == 1, "a length from nowhere") }
    }

    private mutating func add(_ head: RequestHead, _ framing: HTTP1Framing) {
        for range in [head.methodToken, head.target] + head.fields.flatMap({ [$0.name, $0.value] }) {
            for byte in head.bytes[range.range] { add(byte) }
            add(0)
        }
        add(head.method.rawValue)
        add(head.version.rawValue)
        for flag in [framing.keepAlive, framing.expectsContinue, framing.expectsUnknown, framing.wantsUpgrade] {
            add(flag ? 1 : 2)
        }
    }

    private mutating func add(_ byte: UInt8) { digest = (digest ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
