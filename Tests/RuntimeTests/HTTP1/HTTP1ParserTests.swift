import Testing

@testable import GatewayRuntime

@Suite("HTTP/1.1 parser")
struct HTTP1ParserTests {
    @Test("reads what keeps the rules", arguments: RequestCorpus.good)
    func reads(_ request: GoodRequest) {
        #expect(ParserTranscript.of(request.text) == request.lines)
    }

    @Test("refuses what breaks a rule, with its reason", arguments: RequestCorpus.bad)
    func refuses(_ request: BadRequest) {
        let last = ParserTranscript.of(request.text).last
        #expect(last == "failed \(request.failure) \(request.failure.status)")
    }

    @Test("says the same however the bytes are cut")
    func cutInvariance() {
        for text in RequestCorpus.good.map(\.text) + RequestCorpus.bad.map(\.text) {
            let bytes = Array(text.utf8)
            let whole = ParserTranscript.of([bytes])
            #expect(ParserTranscript.of(bytes.map { [$0] }) == whole, "byte by byte: \(text.debugDescription)")
            for cut in bytes.indices {
                let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
                #expect(ParserTranscript.of(pieces) == whole, "cut at \(cut): \(text.debugDescription)")
            }
        }
    }

    @Test("random bytes in random cuts neither crash nor depend on the cuts", arguments: 0..<200)
    func randomBytes(_ seed: UInt64) {
        var random = SplitMix(state: seed)
        let corpus = (RequestCorpus.good.map(\.text) + RequestCorpus.bad.map(\.text)).map { Array($0.utf8) }
        var bytes = (corpus.randomElement(using: &random) ?? []) + (corpus.randomElement(using: &random) ?? [])
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            default: bytes.insert("\r\n \t:;,0A\0".utf8.randomElement(using: &random) ?? 0, at: index)
            }
        }
        let whole = ParserTranscript.of([bytes])
        var pieces: [[UInt8]] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            pieces.append(Array(rest.prefix(Int.random(in: 1...9, using: &random))))
            rest = rest.dropFirst(pieces[pieces.count - 1].count)
        }
        #expect(ParserTranscript.of(pieces) == whole, "seed \(seed)")
    }

    static let limits = HTTP1Limits(requestLine: 20, headerBytes: 30, headerCount: 2, chunkOverhead: 8)

    @Test(
        "limits hold at the byte, whole or byte by byte",
        arguments: [
            ("GET /45678 HTTP/1.1\r\n", ""),
            ("GET /456789 HTTP/1.1\r\nHost: a\r\n\r\n", "GET /456789 1.1 [Host=a] "),
            ("GET /4567890 HTTP/1.1\r\nHost: a\r\n\r\n", "failed requestLineTooLong 414"),
            ("GET /45678901234567890", "failed requestLineTooLong 414"),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nX: 45678901234567890123\r\n\r\n",
                "GET / 1.1 [Host=a|X=45678901234567890123] "
            ),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: 456789012345678901234\r\n\r\n", "failed headerTooLarge 431"),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: 456789012345678901234", "failed headerTooLarge 431"),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\n\r\n", "failed tooManyFields 431"),
            // A line that ends with a bare LF is as long as it was before the LF came.
            ("GET /45678 HTTP/1.1a\n", "failed lineEndMalformed 400"),
            ("GET /45678 HTTP/1.1ab\n", "failed requestLineTooLong 414"),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: 45678901234567890123\n", "failed lineEndMalformed 400"),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: 456789012345678901234\n", "failed headerTooLarge 431"),
        ])
    func headLimits(_ text: String, _ last: String) {
        let bytes = Array(text.utf8)
        #expect(ParserTranscript.of([bytes], limits: Self.limits).last ?? "" == last)
        #expect(ParserTranscript.of(bytes.map { [$0] }, limits: Self.limits).last ?? "" == last)
    }

    @Test(
        "a chunked body is held to its limits",
        arguments: [
            ("3\r\nabc\r\n0\r\n\r\n", "end"),
            ("2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", "failed bodyTooLarge 413"),
            ("7FFFFFFFFFFFFFFF\r\na", "failed bodyTooLarge 413"),
            ("1;abcdefghijklmnopqrstuvw\r\na\r\n0\r\n\r\n", "failed chunkOverheadTooLarge 400"),
            ("1;abcdefghijklmnopqrstuv\r\na\r\n0\r\n\r\n", "end"),
            ("1;abcdefghijklmnopqrstuv\na", "failed lineEndMalformed 400"),
            ("1;abcdefghijklmnopqrstuvw\na", "failed chunkOverheadTooLarge 400"),
            ("0\r\nX: 45678901234567890123456789012345678901234567890\r\n\r\n", "end"),
            ("0\r\nX: 456789012345678901234567890123456789012345678901\r\n\r\n", "failed headerTooLarge 431"),
            ("0\r\nX: 456789012345678901234567890123456789012345678901", "failed headerTooLarge 431"),
        ])
    func bodyLimits(_ body: String, _ last: String) {
        let limits = HTTP1Limits(headerBytes: 50, chunkOverhead: 8)
        let head = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\nHost: a\r\n\r\n"
        let bytes = Array((head + body).utf8)
        #expect(ParserTranscript.of([bytes], limits: limits, bodyLimit: 3).last == last)
        #expect(ParserTranscript.of(bytes.map { [$0] }, limits: limits, bodyLimit: 3).last == last)
    }

    @Test("every failure has a client's or a server's status and a text that says how to mend it")
    func failuresAreExplained() {
        for failure in HTTP1Failure.allCases {
            #expect([400, 413, 414, 431, 501, 505].contains(failure.status))
            #expect(failure.detail.hasSuffix("."))
        }
        #expect(Set(HTTP1Failure.allCases.map(\.detail)).count == HTTP1Failure.allCases.count)
    }
}

/// A small generator whose run a seed fixes.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
