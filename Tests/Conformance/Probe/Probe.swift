/// Reads streams and says what the WebSocket engine makes of them, for differential.py.
///
/// A line in: flags, cuts and the stream. Flags are `-` or letters: d for permessage-deflate, s and c for context takeover
/// of the server and the client, e to send each message back, b to send every other one as a hub's broadcast; behind
/// slashes stand the window bits of both. Cuts are positions with commas between them, or `-`; the stream is in
/// hexadecimal, or `-`. A line out: the events with spaces between them, and last how the connection stands.
@main
enum Probe {
    static func main() {
        while let line = readLine() {
            let fields = line.split(separator: " ")
            guard fields.count == 3 else {
                print("bad line")
                continue
            }
            let cuts = fields[1] == "-" ? [] : fields[1].split(separator: ",").compactMap { Int($0) }
            print(run(fields[2] == "-" ? [] : bytes(fields[2]), cuts: cuts, flags: fields[0]))
        }
    }

    static func run(_ stream: [UInt8], cuts: [Int], flags: Substring) -> String {
        let words = flags.split(separator: "/")
        let bits = words.dropFirst().compactMap { Int($0) }
        let flags = words.first ?? ""
        let deflate = WebSocketDeflateParameters(
            serverNoContextTakeover: !flags.contains("s"), clientNoContextTakeover: !flags.contains("c"),
            serverMaxWindowBits: bits.first ?? 15, clientMaxWindowBits: bits.last ?? 15)
        let workspace = WebSocketWorkspace()
        var machine = WebSocketProtocol(
            WebSocketProtocolSettings(
                maxMessage: Int.max, deflate: flags.contains("d") ? deflate : nil, deflateThreshold: 0))
        var events: [String] = []
        var sent = 0
        var start = 0
        for cut in cuts + [stream.count] where cut >= start && cut <= stream.count {
            var piece = Array(stream[start..<cut])
            start = cut
            piece.withUnsafeMutableBytes { bytes in
                var input = WebSocketInput(bytes)
                read: while true {
                    switch machine.next(&input, workspace) {
                    case .needsInput: break read
                    case .message(let kind, let payload):
                        events.append("\(kind):\(hex(payload))")
                        guard flags.contains("e") else { break }
                        sent += 1
                        events.append(
                            "sent:" + frame(kind, payload, flags.contains("b") && sent % 2 == 0, &machine, workspace))
                    case .ping(let payload, let reply):
                        events += ["ping:\(hex(payload))", "sent:\(hex(reply))"]
                    case .pong(let payload): events.append("pong:\(hex(payload))")
                    case .close(let code, let reason, let reply):
                        events += ["close:\(code?.rawValue ?? 1005):\(hex(reason))", "sent:\(hex(reply))"]
                    case .failed(let error, let reply):
                        events += ["failed:\(error.code)", "sent:\(hex(reply))"]
                    }
                }
            }
        }
        return (events + ["\(machine.state)"]).joined(separator: " ")
    }

    /// A message as it is sent: by the connection's own deflater, or deflated once for many.
    static func frame(
        _ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer, _ isBroadcast: Bool,
        _ machine: inout WebSocketProtocol, _ workspace: WebSocketWorkspace
    ) -> String {
        // The workspace lends its memory to one of the two at a time.
        let payload = Array(payload)
        return payload.withUnsafeBytes { payload in
            if isBroadcast, let bits = machine.broadcastWindowBits(payloadCount: payload.count),
                let frame = workspace.broadcastFrame(kind, payload, windowBits: bits)
            {
                return hex(frame)
            }
            return hex(machine.frame(kind, payload, workspace))
        }
    }

    static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(_ text: Substring) -> [UInt8] {
        let digits = text.utf8.map { $0 > 0x39 ? $0 - 0x57 : $0 - 0x30 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
