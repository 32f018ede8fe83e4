import Testing

@testable import GatewayRuntime

@Suite("Pausing, closing and sending between two events")
struct WebSocketPauseTests {
    @Test("an owner may stop between two messages of one read and go on with the rest later")
    func pause() {
        let stream = (0..<10).map { WireFrame.text("message \($0)") }.bytes + WireFrame.text("cut").bytes.dropLast(2)
        let driver = ProtocolDriver()
        var bytes = stream
        let (first, rest) = bytes.withUnsafeMutableBytes { bytes in
            var input = WebSocketInput(bytes)
            let event = driver.next(&input)
            return (event, Array(input.rest))
        }
        #expect(first == .text("message 0"))
        #expect(rest.count == stream.count - WireFrame.text("message 0").bytes.count)
        driver.read(rest)
        driver.read(WireFrame.text("cut").bytes.suffix(2))
        #expect(driver.events == (1..<10).map { .text("message \($0)") } + [.text("cut")])
    }

    @Test("closing on a message drops the messages behind it, of the same read too")
    func closeBetweenEvents() {
        var stream = [WireFrame.text("quit"), .text("late"), .ping(), .binary([1]), .close(1000), .text("later")].bytes
        let driver = ProtocolDriver()
        var seen: [RecordedEvent] = []
        stream.withUnsafeMutableBytes { bytes in
            var input = WebSocketInput(bytes)
            while let event = driver.next(&input) {
                seen.append(event)
                if event == .text("quit") {
                    #expect(
                        driver.close(.policyViolation, reason: "enough") == [0x88, 8, 3, 0xF0] + Array("enough".utf8))
                    #expect(driver.awaitingClose)
                    #expect(driver.frame(.text, [1]).isEmpty)
                }
            }
        }
        #expect(seen == [.text("quit"), .close(.normalClosure, "", reply: [])])
        #expect(driver.state == .closed)
    }

    @Test("after our close, data of any size is passed over and keeps no memory; faults still end it")
    func afterOurClose() {
        let driver = ProtocolDriver(WebSocketProtocolSettings(maxMessage: 10))
        #expect(driver.close(.goingAway) == [0x88, 2, 3, 0xE9])
        #expect(driver.close(.goingAway).isEmpty)
        let big = WireFrame.text(String(repeating: "x", count: 5000), fin: false)
        driver.read(big.bytes.prefix(2000))
        #expect(driver.keptCapacity == 0)
        driver.read(big.bytes.dropFirst(2000))
        driver.read([WireFrame.ping("ping"), .more([0xFF]), .pong()].bytes)
        #expect(driver.events.isEmpty && driver.awaitingClose)
        driver.read(WireFrame.more([1]).bytes)
        #expect(driver.events == [.failed(.unexpectedContinuation, reply: [])])
        #expect(driver.state == .closed)
    }

    @Test("a close after the peer's says nothing more")
    func closeAfterClose() {
        let driver = ProtocolDriver()
        driver.read(WireFrame.close(4000).bytes)
        #expect(driver.events == [.closed(4000)])
        #expect(driver.state == .closed && !driver.awaitingClose)
        #expect(driver.close(.normalClosure).isEmpty)
        #expect(driver.frame(.text, [1]).isEmpty)
        driver.read(WireFrame.text("late").bytes)
        #expect(driver.events.count == 1)
    }

    @Test("a close reason is cut at a character to fit, and a code that may not be sent is left out")
    func closeReason() {
        let driver = ProtocolDriver()
        let frame = driver.close(.tryAgainLater, reason: String(repeating: "€", count: 60))
        #expect(frame.count == 2 + 2 + 41 * 3)
        #expect(frame[1] == 125)
        let other = ProtocolDriver()
        #expect(other.close(WebSocketCloseCode(rawValue: 1006), reason: "x") == [0x88, 0])
    }

    @Test("a sink gets the events and may stop")
    func sink() {
        struct Sink: WebSocketSink {
            var log: [String] = []
            mutating func message(_ kind: WebSocketMessageKind, _ payload: UnsafeRawBufferPointer) -> WebSocketFlow {
                log.append("\(kind) \(payload.count)")
                return payload.isEmpty ? .stop : .proceed
            }
            mutating func ping(_ payload: UnsafeRawBufferPointer, reply: UnsafeRawBufferPointer) -> WebSocketFlow {
                log.append("ping \(reply.count)")
                return .proceed
            }
            mutating func pong(_ payload: UnsafeRawBufferPointer) -> WebSocketFlow {
                log.append("pong")
                return .proceed
            }
            mutating func closeReceived(
                _ code: WebSocketCloseCode?, reason: UnsafeRawBufferPointer, reply: UnsafeRawBufferPointer
            ) { log.append("close \(code?.rawValue ?? 0)") }
            mutating func failed(_ error: WebSocketProtocolError, reply: UnsafeRawBufferPointer) {
                log.append("failed \(error.code)")
            }
        }
        let driver = ProtocolDriver()
        var sink = Sink()
        var stream = [WireFrame.text("a"), .ping(), .text(""), .pong(), .close(1000)].bytes
        stream.withUnsafeMutableBytes { bytes in
            var input = WebSocketInput(bytes)
            driver.machine.receive(&input, driver.workspace, &sink)
            #expect(sink.log == ["text 1", "ping 2", "text 0"])
            #expect(input.rest.count == WireFrame.pong().bytes.count + WireFrame.close(1000).bytes.count)
            driver.machine.receive(&input, driver.workspace, &sink)
            #expect(input.rest.isEmpty)
        }
        #expect(sink.log == ["text 1", "ping 2", "text 0", "pong", "close 1000"])
    }
}
