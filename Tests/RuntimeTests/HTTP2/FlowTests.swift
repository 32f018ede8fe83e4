import NIOCore
import Testing

@testable import GatewayHTTP2
@testable import GatewayRuntime

@Suite("Flow control and frames of HTTP/2, without a socket")
struct FlowTests {
    @Test("what was used up is granted again once it is worth a frame, and what lies unread is not")
    func window() {
        var window = InboundWindow(target: 1000, size: 1000)
        window.received(400)
        let step1 = window.isNow(600)
        #expect(step1 == nil)
        let step2 = window.used(400)
        #expect(step2 == nil)
        window.received(300)
        let step3 = window.isNow(300)
        #expect(step3 == nil)
        let step4 = window.used(300)
        #expect(step4 == 700)
        let step5 = window.isNow(1000)
        #expect(step5 == nil)
        window.received(1000)
        let step6 = window.isNow(0)
        #expect(step6 == nil)
        let step7 = window.used(499)
        #expect(step7 == nil)
        let step8 = window.used(1)
        #expect(step8 == 500)
    }

    @Test("a client that sends no more is granted nothing, and a changed setting moves the window")
    func ends() {
        var window = InboundWindow(target: 1000, size: 1000)
        window.isClosed = true
        window.received(1000)
        let step9 = window.isNow(0)
        #expect(step9 == nil)
        let step10 = window.used(1000)
        #expect(step10 == nil)
        var other = InboundWindow(target: 1000, size: 0)
        other.moved(by: 1000)
        #expect(other.target == 2000)
        let step11 = other.used(0)
        #expect(step11 == 1000)
    }

    @Test("faults are counted in windows of time")
    func faults() {
        var counter = FaultCounter(limit: 2, window: 1000)
        let step12 = counter.note(now: 5000)
        #expect(step12)
        let step13 = counter.note(now: 5500)
        #expect(step13)
        let step14 = counter.note(now: 5999)
        #expect(!step14)
        let step15 = counter.note(now: 6000)
        #expect(step15)
    }

    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private static func frame(_ type: UInt8, flags: UInt8 = 0, _ length: Int) -> [UInt8] {
        [UInt8(length >> 16 & 0xFF), UInt8(length >> 8 & 0xFF), UInt8(length & 0xFF), type, flags, 0, 0, 0, 1]
            + [UInt8](repeating: 0x55, count: length)
    }

    @Test(
        "a header section is unfinished from its first byte to its last, whatever pieces it comes in", arguments: 1...11
    )
    func scanner(_ size: Int) {
        let settings = Self.frame(4, 12)
        let section = Self.frame(1, 70) + Self.frame(9, 0) + Self.frame(9, flags: 4, 30)
        let data = Self.frame(0, flags: 1, 70_000)
        let bytes = Self.preface + settings + section + data + Self.frame(1, flags: 5, 20)
        var scanner = FrameScanner()
        let sectionStart = Self.preface.count + settings.count
        let dataStart = sectionStart + section.count
        for start in stride(from: 0, to: bytes.count, by: size) {
            let end = min(start + size, bytes.count)
            bytes[start..<end].withUnsafeBytes { scanner.scan($0) }
            if end > sectionStart, end < dataStart { #expect(scanner.isUnfinished) }
            if end >= dataStart + 9, end < dataStart + 70_009 { #expect(!scanner.isUnfinished) }
        }
        #expect(!scanner.isUnfinished)
        // The preface, the settings, both header sections, the data.
        #expect(scanner.finished == 5)
    }
}
