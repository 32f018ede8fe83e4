import Testing

@testable import GatewaySpec

@Suite struct UnitTests {
    @Test(
        "durations",
        arguments: [
            ("54s", Duration.seconds(54)), ("1h30m", .seconds(5400)), ("250ms", .milliseconds(250)),
            ("7d", .seconds(604_800)),
            ("1m1ms", .milliseconds(60_001)), ("0s", .zero),
        ])
    func durations(text: String, expected: Duration) {
        #expect(DurationText.parse(text) == expected)
        #expect(DurationText.parse(expected.specText) == expected)
    }

    @Test(
        "no durations",
        arguments: ["", "5", "s", "-5s", "1.5s", "1s1s", "1s1h", "5 s", "99999999999999999999s", "36501d", "5٣s"])
    func noDurations(text: String) { #expect(DurationText.parse(text) == nil) }

    @Test(
        "sizes",
        arguments: [("512B", 512), ("4KiB", 4096), ("1MB", 1_000_000), ("2GiB", 2 << 30), ("1KB", 1000), ("0B", 0)])
    func sizes(text: String, expected: Int) { #expect(ByteCountText.parse(text) == expected) }

    @Test(
        "no sizes",
        arguments: ["", "512", "4kib", "4 KiB", "-1B", "1.5KiB", "1TiB", "18446744073709551615GiB", "1KiB1B"])
    func noSizes(text: String) { #expect(ByteCountText.parse(text) == nil) }

    @Test("counts and rates")
    func counts() {
        #expect(CountText.parse("100k") == 100_000)
        #expect(CountText.parse("2M") == 2_000_000)
        #expect(CountText.parse("7") == 7)
        for text in ["", "k", "1K", "-1", "1.0", "1e3", "99999999999999M"] { #expect(CountText.parse(text) == nil) }
        #expect(RateText.parse("20/s") == Rate(count: 20, per: .seconds(1)))
        #expect(RateText.parse("5k/h") == Rate(count: 5000, per: .seconds(3600)))
        for text in ["", "20", "20/", "/s", "20/w", "20/s/s", "20/ms"] { #expect(RateText.parse(text) == nil) }
    }

    @Test("ranges")
    func ranges() throws {
        #expect(try RangeText.counts("1..512").get() == CountRange(lower: 1, upper: 512))
        #expect(try RangeText.counts("3..").get() == CountRange(lower: 3, upper: nil))
        #expect(try RangeText.counts("..10").get() == CountRange(lower: 0, upper: 10))
        #expect(try RangeText.counts("..1k").get() == CountRange(lower: 0, upper: 1000))
        #expect(try RangeText.numbers("-5..5").get() == NumberRange(lower: .integer(-5), upper: .integer(5)))
        #expect(try RangeText.numbers("0.5..").get() == NumberRange(lower: .double(0.5), upper: nil))
        #expect(
            try RangeText.numbers("..18446744073709551615").get() == NumberRange(lower: nil, upper: .unsigned(.max)))
        #expect(
            try RangeText.numbers("0<..1").get()
                == NumberRange(lower: .integer(0), upper: .integer(1), excludesLower: true))
        #expect(
            try RangeText.numbers("-1.5<..<1").get()
                == NumberRange(lower: .double(-1.5), upper: .integer(1), excludesLower: true, excludesUpper: true))
        for text in ["0<..", "..<-1", "0..<1", "18446744073709551614<..18446744073709551615"] {
            #expect(try RangeText.numbers(text).get().description == text)
        }
        for text in ["<..1", "0..<", "1<..1", "1..<1", "2<..<2", "0<<..1", "0..<<1", "<0..1", "0..1<", "1<..0"] {
            #expect((try? RangeText.numbers(text).get()) == nil, "\(text)")
        }
        #expect((try? RangeText.counts("0..<5").get()) == nil)
        for text in ["", "..", "5", "a..b", "1...5", "1..5..9", "5..1", ".5..1", "1 .. 5", "nan..", "..inf"] {
            #expect((try? RangeText.numbers(text).get()) == nil, "\(text)")
        }
    }

    @Test("ranges without an end, of whole numbers and of all")
    func ends() throws {
        func holds(_ text: String, _ number: Number) throws -> Bool {
            try RangeText.numbers(text).get().contains(number)
        }
        #expect(try !holds("0<..1", .integer(0)) && holds("0<..1", .double(.leastNonzeroMagnitude)))
        #expect(try holds("0<..1", .integer(1)))
        #expect(try holds("0..<1", .integer(0)) && !holds("0..<1", .integer(1)) && !holds("0..<1", .double(1)))
        func whole(_ text: String) throws -> String { try RangeText.numbers(text).get().ofWholeNumbers.description }
        #expect(try whole("0<..<10") == "1..9")
        #expect(try whole("-3<..") == "-2..")
        #expect(try whole("..<9223372036854775808") == "..9223372036854775807")
        #expect(try whole("9223372036854775807<..") == "9223372036854775808..")
        #expect(try whole("1..5") == "1..5")
    }

    @Test(
        "names in Swift",
        arguments: [
            ("user-profile", "UserProfile", "userProfile"), ("URLPath", "URLPath", "urlPath"), ("ID", "ID", "id"),
            ("created_at", "CreatedAt", "createdAt"), ("X-Trace-ID", "XTraceID", "xTraceID"), ("2fa", "_2fa", "_2fa"),
            ("class", "Class", "class"), ("SHA256Sum", "SHA256Sum", "sha256Sum"), ("größe", "Größe", "größe"),
            ("@id", "Id", "id"), ("FIRST_TIMER", "FirstTimer", "firstTimer"), ("HTTP_2", "Http2", "http2"),
            ("MAX", "MAX", "max"), ("X-ID", "XID", "xID"),
        ])
    func names(text: String, type: String, member: String) {
        #expect(SwiftName.type(text) == type)
        #expect(SwiftName.member(text) == member)
    }

    @Test("Swift's words get backticks, and nothing else")
    func escapes() {
        #expect(SwiftName.escaped("class") == "`class`")
        #expect(SwiftName.escaped("default") == "`default`")
        #expect(SwiftName.escaped("type") == "type")
    }
}
