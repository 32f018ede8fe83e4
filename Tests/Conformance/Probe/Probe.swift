/// Reads streams and says what the WebSocket engine makes of them, for differential.py.
///
/// A line in: flags, cuts and the stream. Flags are `-` or letters: d for permessage-deflate, s and c for context takeover
/// of the server and the client, e to send each message back; cuts are positions with commas between them, or `-`; the
/// stream is in hexadecimal, or `-`. A line out: the events with spaces between them, and last how the connection stands.
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
        let deflate = WebSocketDeflateParameters(
            serverNoContextTakeover: !flags.contains("s"), clientNoContextTakeover: !flags.contains("c"))
        let workspace = WebSocketWorkspace()
        var machine = WebSocketProtocol(
            WebSocketProtocolSettings(
                maxMessage: Int.max, deflate: flags.contains("d") ? deflate : nil, deflateThreshold: 0))
        var events: [String] = []
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
                        if flags.contains("e") { events.append("sent:" + hex(machine.frame(kind, payload, workspace))) }
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

    static func hex(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    static func bytes(_ text: Substring) -> [UInt8] {
        let digits = text.utf8.map { $0 > 0x39 ? $0 - 0x57 : $0 - 0x30 }
        return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
