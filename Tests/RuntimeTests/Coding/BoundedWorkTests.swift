import Foundation
import Testing

@testable import GatewayRuntime
@testable import GatewayText

@Suite("Work that hostile input can cause")
struct BoundedWorkTests {
    /// How much more of the processor sixteen times the input takes: the best of some turns each.
    ///
    /// Time on the processor, not by the clock: what else the machine does must not decide.
    private func growth(_ size: Int, _ work: (Int) -> Void) -> Double {
        func best(_ size: Int) -> Double {
            (0..<5).map { _ in
                let start = Self.processorTime()
                work(size)
                return Self.processorTime() - start
            }.min() ?? 0
        }
        work(size)
        return best(16 * size) / max(best(size), 1e-9)
    }

    private static func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// A literal would be read without throwing.
    private func pattern(_ source: String) throws -> Pattern { try Pattern(source) }

    private func refuses(_ text: String, _ options: JSONOptions = JSONOptions()) -> Int {
        do throws(ValidationFailure) {
            _ = try JSONReader.decode(JSONValue.self, from: Array(text.utf8), options: options)
            return 0
        } catch {
            return error.violations.count
        }
    }

    /// Linear work grows 16 times, and somewhat more where memory comes in; quadratic work 256 times.
    private static let linear = 64.0

    @Test(
        "texts and expressions that take others exponential time take linear time",
        arguments: [
            "^(a+)+$", "^(a|aa)+$", "^(a|a?)+$", "(a*)*(a*)*b$", "^(([a-z])+.)+[A-Z]([a-z])+$", "\\b(a+)+\\b!$",
            "^(a|b)*a(a|b){12}$",
        ])
    func patterns(source: String) throws {
        let pattern = try Pattern(source)
        let growth = growth(1000) { size in
            let text = String(repeating: "a", count: size) + "!!"
            #expect(!pattern.matches(text) || source.contains("\\b"))
        }
        #expect(growth < Self.linear)
    }

    @Test("an expression's automaton and its table have a size at most")
    func patternSizes() throws {
        // Each alternative doubles what a table would need; it is given up, and matching goes on without.
        let wide = try pattern("^(a|b)*a(a|b){60}$")
        #expect(!wide.hasTable)
        #expect(wide.matches("a" + String(repeating: "b", count: 60)))
        #expect(throws: PatternError.self) { try pattern("((a{100}){100}){100}") }
        #expect(throws: PatternError.self) { try Pattern(String(repeating: "(a|", count: 60)) }
    }

    @Test("the keys of an object cost the same each, also if only their middles differ")
    func keys() {
        // The same first and last eight bytes, and the same length.
        let alike = { (n: Int) in "prefix--\(1_000_000 + n)--suffix" }
        let growth = growth(500) { size in
            let text = "{" + (0..<size).map { "\"\(alike($0))\":1" }.joined(separator: ",") + "}"
            #expect(refuses(text) == 0)
        }
        #expect(growth < Self.linear)
    }

    @Test("long numbers, exponents and strings cost what they are long")
    func long() {
        for make: (Int) -> String in [
            { String(repeating: "7", count: $0) }, { "0." + String(repeating: "3", count: $0) },
            { "1e" + String(repeating: "9", count: $0) }, { "\"" + String(repeating: "\\u00e9", count: $0) + "\"" },
            { "\"" + String(repeating: "é", count: $0) + "\"" }, { String(repeating: " ", count: $0) + "1" },
            { "[" + String(repeating: "0,", count: $0) + "0]" },
        ] {
            #expect(growth(5000) { _ = refuses(make($0)) } < Self.linear)
        }
    }

    @Test("numbers that no type holds are refused, however they are written")
    func extremes() {
        for text in ["1e400", "-1e400", "1e99999999999999999999", String(repeating: "9", count: 400)] {
            #expect(refuses(text) == 1, "\(text)")
            #expect(throws: ValidationFailure.self) { try JSONReader.decode(Double.self, from: Array(text.utf8)) }
            #expect(throws: ValidationFailure.self) { try JSONReader.decode(Int64.self, from: Array(text.utf8)) }
            #expect(throws: ValidationFailure.self) { try JSONReader.decode(Decimal.self, from: Array(text.utf8)) }
        }
        #expect(throws: Never.self) { try JSONReader.decode(Double.self, from: Array("1e-400".utf8)) }
    }

    @Test("objects inside of objects that all break rules are read a bounded number of times")
    func nested() {
        let growth = growth(50) { size in
            let filler = (0..<size).map { "\"x\($0)\":[1,2,3]" }.joined(separator: ",")
            var text = "{\(filler)}"
            for _ in 0..<40 { text = "{\"say\":\(text),\"id\":\"wrong\"}" }
            #expect(throws: ValidationFailure.self) {
                try JSONReader.decode(Sample.Message.self, from: Array(text.utf8))
            }
        }
        #expect(growth < Self.linear)
    }

    @Test("violations are listed up to a number, and the rest is counted")
    func violations() throws {
        let text = "[" + Array(repeating: "{\"text\":1}", count: 1000).joined(separator: ",") + "]"
        let failure = #expect(throws: ValidationFailure.self) {
            try JSONReader.decode([Sample.Say].self, from: Array(text.utf8))
        }
        #expect(failure?.violations.count == 100)
        #expect(failure?.unlisted == 900)
        #expect(failure?.problem.detail == "900 more violations are not listed")
        let few = #expect(throws: ValidationFailure.self) {
            try JSONReader.decode(
                [Sample.Say].self, from: Array("[{},{\"text\":\"\"},{}]".utf8), options: JSONOptions(maxViolations: 2))
        }
        #expect(few?.violations.map(\.name) == ["/0/text", "/1/text"])
        #expect(few?.unlisted == 1)
    }
}
