import Testing

@testable import GatewayRuntime

@Suite("Where handlers start") struct HandlerPaceTests {
    @Test("calls start on the loop until two in a row hold it, and come back after 16 calls on the pool")
    func comesBack() {
        let pace = HandlerPace()
        #expect((0..<100).allSatisfy { _ in pace.startsOnLoop() })
        #expect(pace.held() == 0)
        #expect(pace.startsOnLoop())
        #expect(pace.held() == 16)
        #expect((0..<16).allSatisfy { _ in !pace.startsOnLoop() })
        #expect(pace.startsOnLoop())
    }

    @Test("one hold in six calls is forgiven for ever, one in four is not")
    func forgives() {
        func isSentAway(every period: Int) -> Bool {
            let pace = HandlerPace()
            return (1...1000).contains { call in
                guard call % period == 0 else {
                    pace.letGo()
                    return false
                }
                return pace.held() > 0
            }
        }
        #expect(!isSentAway(every: 6))
        #expect(isSentAway(every: 4))
    }

    @Test("each time keeps the route away four times as long, up to 65,536 calls")
    func growsToALimit() {
        let pace = HandlerPace()
        let sentences = (0..<18).map { _ in pace.held() }.filter { $0 > 0 }
        #expect(sentences == [16, 64, 256, 1024, 4096, 16_384, 65_536, 65_536, 65_536])
    }

    @Test("loops that count down at the same time leave the count at zero")
    func countsDownTogether() async {
        let pace = HandlerPace()
        _ = (pace.held(), pace.held())
        let away = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<4 { group.addTask { (0..<1000).reduce(0) { sum, _ in sum + (pace.startsOnLoop() ? 0 : 1) } } }
            return await group.reduce(0, +)
        }
        #expect((16...20).contains(away))
        #expect(pace.startsOnLoop())
    }
}
