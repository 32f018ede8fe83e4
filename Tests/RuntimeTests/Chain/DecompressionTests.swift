import CDeflate
import HTTPTypes
import Testing

@testable import GatewayRuntime

@Suite("Compressed bodies of requests", .timeLimit(.minutes(10)))
struct DecompressionTests {
    /// Compresses with zlib's window bits: 31 gzip, 15 zlib, -15 nothing around.
    static func compressed(_ bytes: [UInt8], bits: CInt = 31) -> [UInt8] {
        var stream = z_stream()
        guard cdeflate_deflate_init(&stream, 9, -bits, 8) == Z_OK else { return [] }
        defer { deflateEnd(&stream) }
        return [UInt8](unsafeUninitializedCapacity: bytes.count + 1024) { room, count in
            bytes.withUnsafeBufferPointer { input in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(room.count)
                _ = deflate(&stream, Z_FINISH)
            }
            count = room.count - Int(stream.avail_out)
        }
    }

    /// Feeds pieces of a length, and gives what comes out, and the largest piece of that.
    private static func inflate(_ bytes: [UInt8], _ coding: BodyCoding, piece: Int) throws -> (
        bytes: [UInt8], most: Int
    ) {
        var inflater = BodyInflater(coding)
        var (output, most, position): ([UInt8], Int, Int) = ([], 0, 0)
        while true {
            switch try inflater.step() {
            case .end: return (output, most)
            case .piece(let bytes):
                output += bytes
                most = max(most, bytes.count)
            case .needsInput:
                guard position < bytes.count else {
                    inflater.finish()
                    continue
                }
                let end = min(bytes.count, position + piece)
                inflater.feed(Array(bytes[position..<end]))
                position = end
            }
        }
    }

    private static let text = Array(String(repeating: "what a client says, more or less. ", count: 9000).utf8)

    @Test("every form, cut at any place, is what it was", arguments: [1, 2, 7, 100, 1 << 20])
    func forms(piece: Int) throws {
        for (bits, coding) in [(CInt(31), BodyCoding.gzip), (15, .deflate), (-15, .deflate)] {
            let result = try Self.inflate(Self.compressed(Self.text, bits: bits), coding, piece: piece)
            #expect(result.bytes == Self.text)
            #expect(result.most <= BodyInflater.pieceSize)
        }
        let members = Self.compressed([1, 2]) + Self.compressed([3])
        #expect(try Self.inflate(members, .gzip, piece: piece).bytes == [1, 2, 3])
        #expect(try Self.inflate([], .gzip, piece: piece).bytes == [])
    }

    @Test("what is none, ends too early or goes on behind its end is the client's fault")
    func broken() {
        let whole = Self.compressed(Self.text)
        let zlib = Self.compressed(Self.text, bits: 15)
        for (bytes, coding) in [
            (Array("plain text".utf8), BodyCoding.gzip), (Array(whole.dropLast()), .gzip), (whole + [1, 2, 3], .gzip),
            (Array(whole.prefix(5)), .gzip), (zlib + [0], .deflate), (Array(zlib.dropLast(4)), .deflate),
            ([0x78], .deflate),
            (whole, .deflate), (zlib, .gzip),
        ] {
            for piece in [1, 1 << 20] {
                #expect { try Self.inflate(bytes, coding, piece: piece) } throws: { error in
                    (error as? HTTPError)?.status == .badRequest
                }
            }
        }
    }

    @Test("a bomb is cut at the limit, and takes no more memory than a piece")
    func bomb() async throws {
        let zeros = [UInt8](repeating: 0, count: 50 << 20)
        let bomb = Self.compressed(zeros)
        #expect(bomb.count < 100_000)
        let body = RequestBody(bomb).inflated(.gzip, limit: 1 << 20)
        var read = 0
        do {
            for try await piece in body { read += piece.count }
            Issue.record("a bomb went through")
        } catch let error as HTTPError {
            #expect(error.status == .contentTooLarge)
        }
        #expect(read <= 1 << 20)
        await #expect(throws: HTTPError.self) { try await RequestBody(bomb).inflated(.gzip, limit: 1 << 20).collect() }
    }

    private static func serve(
        _ change: (inout ServiceSettings) -> Void = { _ in }, _ body: (TestServer) async throws -> Void
    )
        async throws
    {
        try await TestServer.run(
            settings: change,
            routes: { routes in
                routes.add(
                    .post, "/echo",
                    .async { request, _ in .bytes(try await request.body.collect()) },
                    options: RouteOptions(maxBody: 400_000))
                routes.add(
                    .post, "/raw",
                    .async { request, _ in .bytes(try await request.body.collect()) },
                    options: RouteOptions(decompress: false))
            }, body)
    }

    private static func post(_ client: RawClient, _ path: String, _ body: [UInt8], _ coding: String) async throws
        -> RawResponse
    {
        try await client.send(
            "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Encoding: \(coding)\r\nContent-Length: \(body.count)\r\n\r\n")
        try await client.send(body)
        return try #require(try await client.response())
    }

    @Test("handlers get what the client said; the limit holds for it; unknown codings are 415 and say what is taken")
    func live() async throws {
        try await Self.serve { server in
            let client = try await server.connect()
            #expect(try await Self.post(client, "/echo", Self.compressed(Self.text), "gzip").body == Self.text)
            #expect(
                try await Self.post(client, "/echo", Self.compressed(Self.text, bits: 15), "Deflate").body == Self.text)
            #expect(try await Self.post(client, "/echo", [1, 2], "identity").body == [1, 2])
            #expect(try await Self.post(client, "/echo", [1, 2], "gzip").status == 400)
            for coding in ["br", "gzip, gzip", "zstd"] {
                let other = try await server.connect()
                let refused = try await Self.post(other, "/echo", [1], coding)
                #expect(refused.status == 415)
                #expect(refused["accept-encoding"] == "gzip, deflate")
            }
            let bomb = Self.compressed([UInt8](repeating: 0, count: 10 << 20))
            #expect(try await Self.post(try await server.connect(), "/echo", bomb, "gzip").status == 413)
            let raw = Self.compressed([7])
            #expect(try await Self.post(try await server.connect(), "/raw", raw, "gzip").body == raw)
        }
    }

    @Test("chunked bodies are inflated as they come")
    func chunked() async throws {
        try await Self.serve { server in
            let client = try await server.connect()
            try await client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n")
            for byte in Self.compressed(Array("in pieces".utf8)) {
                try await client.send([0x31, 13, 10, byte, 13, 10])
            }
            try await client.send("0\r\n\r\n")
            #expect(try await client.response()?.text == "in pieces")
        }
    }

    @Test("switched off, compressed bodies are 415")
    func off() async throws {
        try await Self.serve({ $0.chain.decompress = false }) { server in
            let refused = try await Self.post(try await server.connect(), "/echo", Self.compressed([1]), "gzip")
            #expect(refused.status == 415 && refused["accept-encoding"] == "identity")
            let raw = Self.compressed([7])
            #expect(try await Self.post(try await server.connect(), "/raw", raw, "gzip").body == raw)
        }
    }

    @Test("streams are compressed as they are sent, events are not")
    func streams() async throws {
        try await TestServer.run(routes: { routes in
            let chunks = ["one ", "two ", "three"].map { Array($0.utf8) }
            let options = RouteOptions(compress: true)
            routes.add(
                .get, "/stream",
                .async { _, _ in
                    .stream(
                        ResponseStream(
                            AsyncThrowingStream([UInt8].self) { continuation in
                                for chunk in chunks { continuation.yield(chunk) }
                                continuation.finish()
                            }), contentType: "text/plain")
                }, options: options)
            routes.add(
                .get, "/events",
                .async { _, _ in .events(EventStream<Int> { events in try await events.send(1) }) }, options: options)
        }) { server in
            let client = try await server.connect()
            try await client.send("GET /stream HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
            let stream = try #require(try await client.response())
            #expect(stream["content-encoding"] == "gzip" && stream["vary"] == "Accept-Encoding")
            #expect(try Self.inflate(stream.body, .gzip, piece: 1000).bytes == Array("one two three".utf8))
            try await client.send("GET /events HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n")
            let events = try #require(try await client.response())
            #expect(events["content-encoding"] == nil && events.text.contains("data: 1"))
        }
    }
}
