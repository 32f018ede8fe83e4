import Testing

@testable import GatewayRuntime

@Suite("the log's thread", .timeLimit(.minutes(10)))
struct LogWriterTests {
    private static func writer(limit: Int = 1 << 20, to written: Watched<String>) throws -> LogWriter {
        try LogWriter(output: LogOutput { line in written.change { $0 += line } }, limit: limit) { "\($0) dropped\n" }
    }

    @Test("it writes by itself what threads leave with it, each line whole and in its thread's order")
    func lines() async throws {
        let written = Watched("")
        let writer = try Self.writer(to: written)
        await withTaskGroup { group in
            for name in ["a", "b", "c", "d"] {
                let section = name == "a" ? writer.common : writer.makeSection()
                group.addTask {
                    for number in 0..<500 { section.append { $0.append("\(name) \(number)\n") } }
                }
            }
        }
        let text = await written.when { $0.filter { $0 == "\n" }.count == 2000 }
        for name in ["a", "b", "c", "d"] {
            #expect(
                text.split(separator: "\n").filter { $0.hasPrefix("\(name) ") } == (0..<500).map { "\(name) \($0)" })
        }
    }

    @Test("what finds no room is dropped, counted, and spoken of")
    func dropped() async throws {
        let written = Watched("")
        let gate = Guarded(())
        let writer = try LogWriter(
            output: LogOutput { line in gate.withLock { _ in written.change { $0 += line } } }, limit: 100
        ) { "\($0) dropped\n" }
        // Nobody takes the output: whoever logs goes on all the same.
        gate.withLock { _ in
            for _ in 0..<1000 { writer.common.append { $0.append("0123456789\n") } }
        }
        writer.flush()
        let text = await written.when { $0.hasSuffix("dropped\n") }
        let lines = text.split(separator: "\n").filter { $0 == "0123456789" }.count
        #expect(lines < 1000 && writer.droppedLines == UInt64(1000 - lines))
        writer.common.append { $0.append("again\n") }
        #expect(await written.when { $0.hasSuffix("again\n") }.hasSuffix("again\n"))
    }

    @Test("flush writes at once, and a part that is let go of loses nothing")
    func flush() throws {
        let written = Watched("")
        let writer = try Self.writer(to: written)
        let section = writer.makeSection()
        section.append { $0.append("a\n") }
        writer.flush()
        #expect(written.value == "a\n")
        section.append { $0.append("b\n") }
        writer.remove(section)
        #expect(written.value == "a\nb\n")
    }
}
