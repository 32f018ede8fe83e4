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
        let index = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = "\r\n\t\0 :;,/?#%09AZaz~\u{7F}".utf8.randomElement(using: &random) ?? 0
        case 1: bytes.remove(at: index)
        default: bytes.insert("\r\n \t:;,0A\0".utf8.randomElement(using: &random) ?? 0, at: index)
        }
        let mine = Self.ours(bytes)
        let oracle = Self.oracle(bytes)
        let text = String(decoding: bytes, as: UTF8.self).debugDescription
        if !mine.failed, mine.isComplete, !Self.hasUnknownMethod(mine.requests) {
            #expect(!oracle.failed, "seed \(seed): \(text)")
            #expect(mine.requests == oracle.requests, "seed \(seed): \(text)")
        }
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
