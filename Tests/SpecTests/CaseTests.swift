import Foundation
import Testing

@Suite struct CaseTests {
    /// Run with `RECORD=1` to write down what is printed now; the test then fails, so that nobody records unread.
    @Test("a spec's findings are printed word for word as the case says", arguments: SpecCase.all)
    func findings(_ specCase: SpecCase) throws {
        let output = specCase.run()
        guard output != specCase.expected else { return }
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try specCase.record(output)
            Issue.record("recorded: read it before you commit it")
        } else {
            #expect(output == specCase.expected)
        }
    }

    @Test("there are at least 60 bad specs, and good ones")
    func enoughCases() {
        let good = SpecCase.all.filter { $0.expected == "ok\n" }
        #expect(SpecCase.all.count - good.count >= 60)
        #expect(good.count >= 5)
    }
}
