import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import GatewayRuntime

/// Whatever NIO's own decoder (llhttp) refuses must be refused here; what both take, both must read alike.
@Suite("HTTP/1.1 parser against NIO's")
struct NIODifferentialTests {
    @Test("reads valid requests as NIO does", arguments: RequestCorpus.good)
    func agreesOnGood(_ request: GoodRequest) {
        let oracle = Self.oracle(Array(request.text.utf8))
        #expect(oracle.failed == false)
        #expect(Self.ours(Array(request.text.utf8)).requests == oracle.requests)
    }

    @Test("is at least as strict as NIO, and where it is stricter the corpus says so", arguments: RequestCorpus.bad)
    func atLeastAsStrict(_ request: BadRequest) {
        #expect(Self.ours(Array(request.text.utf8)).failed)
        #expect(Self.oracle(Array(request.text.utf8)).failed == !request.nioTakesIt)
    }

    @Test("takes no mutated request that NIO refuses, and reads the others alike", arguments: 0..<400)
    func mutations(_ seed: UInt64) {
        var random = SplitMix(state: seed &+ 1_000_003)
        let corpus = RequestCorpus.good.map { Array($0.text.utf8) }
        var bytes = corpus.randomElement(using: &random) ?? []
        Self.change(&bytes, &random)
        Self.compare(bytes, seed)
    }

    @Test("takes nothing made of smuggled requests that NIO refuses, and reads the rest alike", arguments: 0..<1500)
    func smuggling(_ seed: UInt64) {
        var random = SplitMix(state: seed &+ 2_000_003)
        let corpus = (RequestCorpus.smuggling + RequestCorpus.bad).filter { $0.text.utf8.count < 2000 }
        var bytes = Array((corpus.randomElement(using: &random)?.text ?? "").utf8)
        // Attacks are words and line ends in other places: take some out, put some in, and see what is read then.
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            if Bool.random(using: &random) {
                Self.change(&bytes, &random)
            } else {
                let word = Array((Self.words.randomElement(using: &random) ?? "").utf8)
                let start = Int.random(in: 0...bytes.count, using: &random)
                let end = min(
                    bytes.count, start + (Bool.random(using: &random) ? 0 : Int.random(in: 0...9, using: &random)))
                bytes.replaceSubrange(start..<end, with: word)
            }
        }
        if Bool.random(using: &random) { bytes += Array((RequestCorpus.good.first?.text ?? "").utf8) }
        Self.compare(bytes, seed)
    }

    private static let words = [
        "\r\n", "\n", "\r", " ", "\t", ":", ",", "0", "chunked", "Transfer-Encoding: chunked\r\n",
        "Content-Length: 5\r\n",
        "Host: a\r\n", "HTTP/1.1", "HTTP/1.0", "GET / HTTP/1.1\r\n", "\r\n\r\n", "0\r\n\r\n", ";a=b", "x",
    ]

    private static func change(_ bytes: inout [UInt8], _ random: inout SplitMix) {
        guard !bytes.isEmpty else { return }
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = "\r\n\t\0 :;,/?#%09AZaz~\u{7F}".utf8.randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: index)
        default: bytes.insert("\r\n \t:;,0A\0".utf8.randomElement(using: &random) ?? 0, at: index)
        }
    }

    /// Whatever is taken whole here, NIO takes too and reads the same: nothing is read that another reader would not see.
    private static func compare(_ bytes: [UInt8], _ seed: UInt64) {
        let mine = ours(bytes)
        guard !mine.failed, mine.isComplete, !hasUnknownMethod(mine.requests) else { return }
        let oracle = oracle(bytes)
        let text = String(decoding: bytes, as: UTF8.self).debugDescription
        #expect(!oracle.failed, "seed \(seed): \(text)")
        #expect(mine.requests == oracle.requests, "seed \(seed): \(text)")
    }

    struct Reading: Equatable {
        var requests: [String] = []
        var failed = false
        /// Whether the last byte ended a request.
        var isComplete = false
    }

    /// llhttp knows a list of methods; here any token may be one, and the router answers.
    private static func hasUnknownMethod(_ requests: [String]) -> Bool {
        requests.contains { request in !["GET ", "POST ", "PUT ", "OPTIONS "].contains { request.hasPrefix($0) } }
    }

    private static func ours(_ bytes: [UInt8]) -> Reading {
        var parser = HTTP1Parser()
        var head = RequestHead()
        var input = ByteBuffer(bytes: bytes)
        var reading = Reading()
        while true {
            switch parser.next(&input, into: &head) {
            case .needMore:
                reading.isComplete = parser.isIdle && input.readableBytes == 0
                return reading
            case .head:
                let fields = head.fields.map { "\(head.string($0.name)): \(head.string($0.value))" }
                reading.requests.append(
                    "\(head.string(head.methodToken)) \(head.string(head.target)) \(fields.joined(separator: "|")) => ")
                head.reset()
            case .body(let bytes): reading.requests[reading.requests.count - 1] += String(buffer: bytes)
            case .end: break
            case .failed:
                reading.failed = true
                return reading
            }
        }
    }

    private static func oracle(_ bytes: [UInt8]) -> Reading {
        var reading = Reading()
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        do {
            try channel.writeInbound(ByteBuffer(bytes: bytes))
        } catch {
            reading.failed = true
        }
        while let part = try? channel.readInbound(as: HTTPServerRequestPart.self) {
            switch part {
            case .head(let head):
                // llhttp keeps tabs at a value's end.
                let fields = head.headers.map { "\($0.name): \($0.value.trimmingBlanks)" }
                reading.requests.append("\(head.method.rawValue) \(head.uri) \(fields.joined(separator: "|")) => ")
            case .body(let bytes): reading.requests[reading.requests.count - 1] += String(buffer: bytes)
            case .end: break
            }
        }
        return reading
    }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var text = self[...]
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
