import NIOCore

@testable import GatewayRuntime

/// What the parser says of some bytes, as lines that a test can compare.
struct ParserTranscript {
    private(set) var lines: [String] = []
    private var parser: HTTP1Parser
    private var head = RequestHead()
    private var input = ByteBuffer()
    private var body: [UInt8] = []

    /// Feeds the pieces one after another; stops at the first failure.
    static func of(
        _ pieces: [[UInt8]], limits: HTTP1Limits = HTTP1Limits(), bodyLimit: Int = .max
    ) -> [String] {
        var transcript = ParserTranscript(parser: HTTP1Parser(limits: limits))
        for piece in pieces where !transcript.feed(piece, bodyLimit) { break }
        transcript.closeBody()
        return transcript.lines
    }

    static func of(_ text: String, limits: HTTP1Limits = HTTP1Limits(), bodyLimit: Int = .max) -> [String] {
        of([Array(text.utf8)], limits: limits, bodyLimit: bodyLimit)
    }

    private init(parser: HTTP1Parser) {
        self.parser = parser
    }

    private mutating func feed(_ piece: [UInt8], _ bodyLimit: Int) -> Bool {
        input.writeBytes(piece)
        while true {
            switch parser.next(&input, into: &head) {
            case .needMore:
                return true
            case .head(let framing):
                lines.append(describe(framing))
                parser.bodyLimit = bodyLimit
                head.reset()
            case .body(let bytes):
                body.append(contentsOf: bytes.readableBytesView)
            case .end:
                closeBody()
                lines.append("end")
            case .failed(let failure):
                closeBody()
                lines.append("failed \(failure) \(failure.status)")
                return false
            }
        }
    }

    private mutating func closeBody() {
        if !body.isEmpty { lines.append("body \(String(decoding: body, as: UTF8.self))") }
        body = []
    }

    private func describe(_ framing: HTTP1Framing) -> String {
        let version = head.version == .http11 ? "1.1" : "1.0"
        let fields = head.fields.map { "\(head.string($0.name))=\(head.string($0.value))" }.joined(separator: "|")
        var flags: [String] = []
        switch framing.body {
        case .none: break
        case .length(let count): flags.append("length=\(count)")
        case .chunked: flags.append("chunked")
        }
        if !framing.keepAlive { flags.append("close") }
        if framing.expectsContinue { flags.append("continue") }
        if framing.expectsUnknown { flags.append("expect?") }
        if framing.wantsUpgrade { flags.append("upgrade") }
        let method = head.string(head.methodToken)
        return "\(method) \(head.string(head.target)) \(version) [\(fields)] \(flags.joined(separator: ","))"
    }
}
