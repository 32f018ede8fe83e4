import NIOHPACK
import NIOSSL

@testable import GatewayRuntime

/// What carries an exchange between a client and the server.
enum Wire: String, CaseIterable, CustomStringConvertible, Sendable {
    case http1 = "HTTP/1.1"
    case http2 = "HTTP/2"

    var description: String { rawValue }
}

/// A client that says the same over each protocol, and keeps all answers. Over HTTP/1.1 each exchange has a connection of its own,
/// over HTTP/2 all share one.
final class WireClient: Sendable {
    let wire: Wire
    private let address: ServerAddress
    private let shared: HTTP2Client?
    private let answers = Guarded<[WireAnswer]>([])

    static func connect(_ address: ServerAddress, over wire: Wire) async throws -> WireClient {
        WireClient(wire, address, wire == .http2 ? try await HTTP2Client.connect(address) : nil)
    }

    private init(_ wire: Wire, _ address: ServerAddress, _ shared: HTTP2Client?) {
        (self.wire, self.address, self.shared) = (wire, address, shared)
    }

    /// What was answered so far, in the order in which the test asked for it.
    var transcript: [WireAnswer] { answers.withLock { $0 } }

    fileprivate func keep(_ answer: WireAnswer) -> WireAnswer {
        answers.withLock { $0.append(answer) }
        return answer
    }

    /// Sends a request and waits for its answer.
    func ask(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> WireAnswer {
        try await start(method, path, headers, body: body).answer()
    }

    /// The same with GET.
    func ask(_ path: String, _ headers: [(String, String)] = []) async throws -> WireAnswer {
        try await start(path, headers).answer()
    }

    /// The same, for a test that can't know how often it asks: the answer is not kept.
    func look(_ path: String, _ headers: [(String, String)] = []) async throws -> WireAnswer {
        let answer = try await ask(path, headers)
        answers.withLock { _ = $0.popLast() }
        return answer
    }

    /// Sends a request; a body whole, and its length declared.
    func start(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8]? = nil
    ) async throws -> WireExchange {
        let length = body.map { [("content-length", "\($0.count)")] } ?? []
        let exchange = try await open(method, path, headers + length, ends: body == nil)
        if let body { try await exchange.sendWhole(body) }
        return exchange
    }

    /// Sends a GET.
    func start(_ path: String, _ headers: [(String, String)] = []) async throws -> WireExchange {
        try await start("GET", path, headers)
    }

    /// Sends a request whose body comes in pieces, of a length that nobody knows.
    func stream(_ method: String, _ path: String, _ headers: [(String, String)] = []) async throws -> WireExchange {
        try await open(method, path, headers + (wire == .http1 ? [("transfer-encoding", "chunked")] : []), ends: false)
    }

    /// Asks for a WebSocket: over HTTP/1.1 it is there with 101, over HTTP/2 with 200.
    func socket(_ path: String, _ headers: [(String, String)] = []) async throws -> WireExchange {
        let version = [("sec-websocket-version", "13")]
        if let shared { return WireExchange(self, .http2(shared, shared.socket(path, version + headers))) }
        let key = [("upgrade", "websocket"), ("connection", "Upgrade"), ("sec-websocket-key", UpgradeTests.key)]
        return try await open("GET", path, key + version + headers, ends: true)
    }

    private func open(
        _ method: String, _ path: String, _ headers: [(String, String)], ends: Bool
    ) async throws -> WireExchange {
        if let shared {
            let fields = HTTP2Client.fields(method, path, scheme: address.isSecure ? "https" : "http", headers)
            return WireExchange(self, .http2(shared, shared.open(fields, ends: ends)))
        }
        let tls = address.isSecure ? try TestCertificates.client { $0.applicationProtocols = ["http/1.1"] } : nil
        let client = try await RawClient.connect(address, tls: tls)
        let lines = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        try await client.send("\(method) \(path) HTTP/1.1\r\nhost: localhost\r\n\(lines)\r\n")
        return WireExchange(self, .http1(client, isHead: method == "HEAD"))
    }
}

/// One request that was sent, and its answer to come.
struct WireExchange: Sendable {
    fileprivate enum Way: Sendable {
        case http1(RawClient, isHead: Bool)
        case http2(HTTP2Client, Int)
    }

    private let client: WireClient
    private let way: Way

    fileprivate init(_ client: WireClient, _ way: Way) {
        (self.client, self.way) = (client, way)
    }

    fileprivate func sendWhole(_ bytes: [UInt8]) async throws {
        switch way {
        case .http1(let client, _): try await client.send(bytes)
        case .http2(let client, let id): client.send(id, body: bytes, ends: true)
        }
    }

    /// Sends a piece of a body that `stream` began.
    func send(_ bytes: [UInt8], ends: Bool = false) async throws {
        switch way {
        case .http1(let client, _):
            let chunk = bytes.isEmpty ? [] : Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + [13, 10]
            try await client.send(chunk + (ends ? Array("0\r\n\r\n".utf8) : []))
        case .http2(let client, let id): client.send(id, body: bytes, ends: ends)
        }
    }

    /// The answer, when all of it is there.
    func answer() async throws -> WireAnswer {
        switch way {
        case .http1(let raw, let isHead):
            guard let response = try await raw.response(toHead: isHead) else { throw NoAnswer() }
            return client.keep(WireAnswer(response))
        case .http2(let raw, let id):
            let answer = await raw.answer(id)
            guard !answer.heads.isEmpty else { throw NoAnswer() }
            return client.keep(WireAnswer(answer))
        }
    }

    /// The head of an answer that goes on, once a text of its body is there.
    @discardableResult
    func begin(_ text: String = "") async throws -> WireAnswer {
        switch way {
        case .http1(let raw, _):
            guard let response = try await raw.response(toHead: true) else { throw NoAnswer() }
            if !text.isEmpty { try await raw.sees(text) }
            return client.keep(WireAnswer(response))
        case .http2(let raw, let id):
            var answer = await raw.answer(id) {
                $0.isOver || !$0.heads.isEmpty && (text.isEmpty || $0.text.contains(text))
            }
            guard !answer.heads.isEmpty else { throw NoAnswer() }
            answer.body = []
            return client.keep(WireAnswer(answer))
        }
    }

    /// What is left of an answer that `begin` saw.
    func rest() async throws -> String {
        switch way {
        case .http1(let raw, _): String(decoding: try await raw.chunks(), as: UTF8.self)
        case .http2(let raw, let id): await raw.answer(id).text
        }
    }

    /// The client doesn't want the answer any more.
    func cancel() async {
        switch way {
        case .http1(let client, _): await client.close()
        case .http2(let client, let id): client.reset(id)
        }
    }
}

/// The server ended the exchange without an answer.
struct NoAnswer: Error {}

extension WireAnswer {
    fileprivate init(_ response: RawResponse) {
        let lines = response.head.split(separator: "\r\n").dropFirst()
        let fields = lines.compactMap { line -> (String, String)? in
            guard let colon = line.firstIndex(of: ":") else { return nil }
            return (line[..<colon].lowercased(), String(line[line.index(colon, offsetBy: 2)...]))
        }
        self.init(status: response.status, fields: fields, body: response.body)
    }

    fileprivate init(_ answer: HTTP2Client.Answer) {
        let fields = (answer.heads.last ?? [:]).filter { !$0.key.hasPrefix(":") }
        self.init(status: answer.status, fields: fields.map { ($0.key, $0.value) }, body: answer.body)
    }
}
