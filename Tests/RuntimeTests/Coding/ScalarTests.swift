import Foundation
import Testing

@testable import GatewayRuntime

@Suite("Scalars")
struct ScalarTests {
    private func read<Value: JSONDecodable>(_ type: Value.Type, _ text: String) -> Result<Value, ValidationFailure> {
        Result { () throws(ValidationFailure) in try JSONReader.decode(Value.self, from: Array(text.utf8)) }
    }

    private func code<Value: JSONDecodable>(_ type: Value.Type, _ text: String) -> String {
        switch read(type, text) {
        case .success(let value): "\(value)"
        case .failure(let failure): failure.malformed ? "malformed" : failure.violations.first?.code ?? "?"
        }
    }

    @Test(
        "timestamps of RFC 3339 and nothing else",
        arguments: [
            ("1970-01-01T00:00:00Z", 0.0), ("1970-01-01T00:00:00.25Z", 0.25), ("1970-01-01T01:00:00+01:00", 0),
            ("1969-12-31T19:00:00-05:00", 0),
            ("2026-01-02t03:04:05z", 1_767_323_045), ("2026-01-02 03:04:05Z", 1_767_323_045),
            ("1970-01-01T00:00:00.123456789012Z", 0.123456789),
            ("2016-12-31T23:59:60Z", 1_483_228_800), ("2016-12-31T18:59:60.5-05:00", 1_483_228_800.5),
            ("2000-02-29T00:00:00Z", 951_782_400), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("1970-01-01T00:00:00+23:59", -86_340),
        ])
    func timestamps(text: String, seconds: Double) {
        let read = read(Date.self, "\"\(text)\"").map { abs($0.timeIntervalSince1970 - seconds) < 0.000_001 }
        #expect(read == .success(true))
    }

    @Test(
        "what is no timestamp",
        arguments: [
            "", "1970-01-01", "1970-01-01T00:00:00", "1970-01-01T00:00Z", "1970-1-01T00:00:00Z", "1970-13-01T00:00:00Z",
            "1970-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
            "1970-01-01T24:00:00Z", "1970-01-01T00:60:00Z", "1970-01-01T00:00:61Z", "1970-01-01T00:00:60Z",
            "1970-01-01T00:00:00.Z", "1970-01-01T00:00:00+1:00", "1970-01-01T00:00:00+0100",
            "1970-01-01T00:00:00+24:00", "1970-01-01T00:00:00ZZ", "1970-01-01T00:00:00Z ", " 1970-01-01T00:00:00Z",
            "1970-01-01X00:00:00Z", "٠١٢٣-01-01T00:00:00Z",
        ])
    func notTimestamps(text: String) {
        #expect(code(Date.self, "\"\(text)\"") == "format")
    }

    @Test("moments that RFC 3339 can't write are held at its edge")
    func edges() {
        #expect(Timestamp.format(Date.distantFuture) == "4001-01-01T00:00:00.000Z")
        #expect(Timestamp.format(Date(timeIntervalSince1970: 1e300)) == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp.format(Date(timeIntervalSince1970: -1e300)) == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp.format(Date(timeIntervalSince1970: .nan)) == "1970-01-01T00:00:00.000Z")
        #expect(Timestamp.format(Date(timeIntervalSince1970: -0.001)) == "1969-12-31T23:59:59.999Z")
    }

    @Test(
        "durations of ISO 8601",
        arguments: [
            ("PT0S", Duration.zero, "PT0S"), ("PT1H30M", .seconds(5400), "PT1H30M"),
            ("P1DT2H", .seconds(93600), "P1DT2H"), ("P2W", .seconds(1_209_600), "P14D"),
            ("PT0.25S", .milliseconds(250), "PT0.25S"), ("-PT5S", .seconds(-5), "-PT5S"),
            ("PT90M", .seconds(5400), "PT1H30M"), ("PT1,5S", .milliseconds(1500), "PT1.5S"),
            ("P1D", .seconds(86400), "P1D"), ("PT0.000000001S", .nanoseconds(1), "PT0.000000001S"),
            ("+PT1M", .seconds(60), "PT1M"), ("-PT0.5S", .milliseconds(-500), "-PT0.5S"),
        ])
    func durations(text: String, value: Duration, written: String) {
        #expect(read(Duration.self, "\"\(text)\"") == .success(value))
        #expect(DurationText.format(value) == written)
    }

    @Test(
        "what is no duration",
        arguments: [
            "", "P", "PT", "1h", "P1Y", "P1M", "PT1", "PT1S1M", "P1H", "PT1.5H", "PTS", "P1DT", "PT1S ",
            "PT99999999999999999999S", "P99999999999999999D", "PT1.S",
        ])
    func notDurations(text: String) {
        #expect(code(Duration.self, "\"\(text)\"") == "format")
    }

    @Test(
        "base64 in its one form",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("\u{0}ÿ\u{10FFFF}", nil),
        ])
    func base64(text: String, expected: String?) {
        let encoded = Base64.encode(Array(text.utf8))
        #expect(encoded == expected ?? Data(text.utf8).base64EncodedString())
        #expect(Base64.decode(encoded.utf8) == Array(text.utf8))
    }

    @Test(
        "what is no base64",
        arguments: ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm 9", "Zm9v\n", "Zm9_", "=Zg="])
    func notBase64(text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test("UUIDs in either case, written in lower case")
    func uuids() throws {
        let text = "\"0123abcd-4567-89ef-0123-456789abcdef\""
        let value = try read(UUID.self, text).get()
        #expect(value == UUID(uuidString: "0123ABCD-4567-89EF-0123-456789ABCDEF"))
        #expect(String(decoding: JSONWriter.encode(value), as: UTF8.self) == text)
        #expect(try read(UUID.self, text.uppercased()).get() == value)
        for bad in [
            "0123abcd456789ef0123456789abcdef", "0123abcd-4567-89ef-0123-456789abcdeg",
            "{0123abcd-4567-89ef-0123-456789abcdef}", "",
        ] {
            #expect(code(UUID.self, "\"\(bad)\"") == "format")
        }
    }

    @Test(
        "whole numbers are exact and in range",
        arguments: [
            ("0", "0"), ("-0", "0"), ("9223372036854775807", "9223372036854775807"),
            ("-9223372036854775808", "-9223372036854775808"), ("9223372036854775808", "range"),
            ("-9223372036854775809", "range"), ("99999999999999999999999999", "range"), ("1.0", "1"), ("1e3", "1000"),
            ("1.5", "type"), ("1e-1", "type"), ("\"1\"", "type"), ("true", "type"),
            ("1e400", "type"), ("9007199254740993", "9007199254740993"), ("100.0e-2", "1"),
        ])
    func integers(text: String, expected: String) {
        #expect(code(Int64.self, text) == expected)
    }

    @Test(
        "each width has its range",
        arguments: [("127", "127"), ("128", "range"), ("-128", "-128"), ("-129", "range"), ("1.28e2", "range")])
    func int8(text: String, expected: String) {
        #expect(code(Int8.self, text) == expected)
        #expect(code(UInt8.self, "-1") == "range")
        #expect(code(UInt64.self, "18446744073709551615") == "18446744073709551615")
        #expect(code(UInt64.self, "18446744073709551616") == "range")
    }

    @Test("doubles beyond the greatest are refused, not infinite")
    func doubles() {
        #expect(code(Double.self, "1e400") == "range")
        #expect(code(Float.self, "1e39") == "range")
        #expect(code(Double.self, "1e308") == "1e+308")
        #expect(code(Double.self, "5e-324") == "5e-324")
        #expect(code(Double.self, "1e-400") == "0.0")
        #expect(
            String(decoding: JSONWriter.encode([Double.nan, .infinity, 0.1, 5, -0.0]), as: UTF8.self)
                == "[null,null,0.1,5.0,-0.0]")
    }

    @Test(
        "decimals are exact",
        arguments: [
            ("\"12.50\"", "12.5"), ("12.50", "12.5"), ("\"-0.1\"", "-0.1"),
            ("\"12345678901234567890123456789012345678\"", "12345678901234567890123456789012345678"),
            ("\"123456789012345678901234567890123456789\"", "format"), ("\"1,5\"", "format"), ("\"\"", "format"),
            ("\"1.\"", "format"), ("\"abc\"", "format"), ("\"1 \"", "format"), ("\"0x1\"", "format"),
            ("\"NaN\"", "format"), ("true", "type"),
        ])
    func decimals(text: String, expected: String) {
        #expect(code(Decimal.self, text) == expected)
    }

    @Test("dates without a time")
    func days() {
        #expect(code(CalendarDate.self, "\"2024-02-29\"") == "2024-02-29")
        #expect(code(CalendarDate.self, "\"2023-02-29\"") == "format")
        #expect(code(CalendarDate.self, "\"2023-2-9\"") == "format")
        #expect(CalendarDate("2024-01-02").map { $0 < CalendarDate("2024-02-01") ?? $0 } == true)
    }

    @Test(
        "well-known forms",
        arguments: [
            (
                StringRules.Format.email, ["a@b.c", "first.last+tag@sub.example.com", "a@b"],
                ["", "a", "@b", "a@", "a b@c", "a@b..c", "a@-b", "a@b@c", "é@b.c"]
            ),
            (
                .hostname, ["a", "a-b.example.com", "1.2", "xn--a"],
                ["", "-a", "a-", "a..b", ".a", "a.", "a_b", "é", String(repeating: "a", count: 64)]
            ),
            (
                .ip,
                [
                    "1.2.3.4", "255.255.255.255", "::", "::1", "1::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4",
                    "2001:db8::1", "1:2:3:4:5:6:1.2.3.4",
                ],
                [
                    "", "1.2.3", "1.2.3.256", "01.2.3.4", "1.2.3.4.5", ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
                    "1::2::3", "::g", "12345::", "::1.2.3", "1:2:3:4:5:6:7:1.2.3.4", "::1%eth0", "1:",
                ]
            ),
            (
                .uri, ["http://a", "urn:a:b", "mailto:a@b", "http://a/b?c=%20#d"],
                ["", "a", "//a", "http:", ":a", "1a:b", "http://a b", "http://é", "http://a%2", "http://<a>"]
            ),
        ] as [(StringRules.Format, [String], [String])])
    func formats(format: StringRules.Format, good: [String], bad: [String]) {
        for text in good { #expect(format.matches(text), "\(format.rawValue): \(text)") }
        for text in bad { #expect(!format.matches(text), "\(format.rawValue): \(text)") }
    }

    @Test("strings are trimmed of Unicode's white space and counted in scalars")
    func trimming() throws {
        let rules = StringRules(trim: true, length: 1...3)
        for (text, expected) in [("  a ", "a"), ("\u{A0}é\u{3000}\n", "é"), ("a b", "a b"), ("😀😀😀", "😀😀😀")] {
            #expect(try rules.apply(text).get() == expected)
        }
        #expect(throws: StringRules.Refusal.self) { try rules.apply(" \u{2003} ").get() }
        #expect(throws: StringRules.Refusal.self) { try rules.apply("abcd").get() }
        #expect(throws: StringRules.Refusal.self) { try rules.apply("e\u{301}e\u{301}").get() }
    }

    @Test("the words for lengths and ranges are as a person would say them")
    func words() {
        #expect(Messages.count(1, 512, "character") == "must have 1 to 512 characters")
        #expect(Messages.count(1, .max, "item") == "must have at least 1 item")
        #expect(Messages.count(0, 8, "byte") == "must have at most 8 bytes")
        #expect(Messages.count(2, 2, "item") == "must have 2 items")
        #expect(NumberRules.message(1...Int.max) == "must be at least 1")
        #expect(NumberRules.message(Int8.min...Int8.max) == "must be -128 to 127")
        #expect(NumberRules.message(Int.min...5) == "must be at most 5")
    }

    @Test("a bound that is left out is no value, and the words say so")
    func bounds() {
        let share = NumberRules(above: 0, atMost: 1)
        #expect(share.breach(of: 0) == "must be more than 0.0 and at most 1.0")
        #expect(share.breach(of: -0.0) != nil && share.breach(of: .leastNonzeroMagnitude) == nil)
        #expect(share.breach(of: 1) == nil && share.breach(of: 1.0.nextUp) != nil)
        #expect(NumberRules(below: 1).breach(of: 1) == "must be less than 1.0")
        #expect(NumberRules(below: 1).breach(of: 1.0.nextDown) == nil)
        #expect(NumberRules(above: 0).breach(of: 0) == "must be more than 0.0")
        #expect(NumberRules(atLeast: 1, below: 2).breach(of: 2) == "must be at least 1.0 and less than 2.0")
        #expect(NumberRules(atLeast: 1, atMost: 2).breach(of: 3) == "must be 1.0 to 2.0")
        #expect(NumberRules(above: 1, atLeast: 1).breach(of: 1) != nil)
        let weight = DecimalRules(above: "0", below: "1.5")
        #expect(weight.breach(of: 0) == "must be more than 0 and less than 1.5" && weight.breach(of: 1) == nil)
        #expect(DecimalRules(atLeast: "0", below: "1").breach(of: 1) == "must be at least 0 and less than 1")
        #expect(DecimalRules(atLeast: "0").breach(of: 0) == nil)
    }

    @Test("numbers in quotes are read as strictly as those without, and written back the same")
    func quoted() throws {
        func read<Value>(
            _ json: String, _ read: @escaping (inout JSONReader) throws(DecodingFailure) -> Value?
        ) throws -> Value {
            try JSONReader.decode(from: Array(json.utf8), options: JSONOptions()) { (json) throws(DecodingFailure) in
                try read(&json)
            }
        }
        func codes(_ json: String, _ read: @escaping (inout JSONReader) throws(DecodingFailure) -> Any?) -> [String] {
            do throws(ValidationFailure) {
                _ = try JSONReader.decode(from: Array(json.utf8), options: JSONOptions()) {
                    (json) throws(DecodingFailure) in try read(&json)
                }
                return []
            } catch {
                return error.malformed ? ["malformed"] : error.violations.map(\.code)
            }
        }
        #expect(
            try read(#""-9223372036854775808""#) { (json) throws(DecodingFailure) in try json.quotedInteger(Int64.self)
            } == .min)
        #expect(try read(#""\u0031""#) { (json) throws(DecodingFailure) in try json.quotedInteger(UInt8.self) } == 1)
        #expect(try read(#""1e3""#) { (json) throws(DecodingFailure) in try json.quotedDouble() } == 1000)
        #expect(try read(#""0.1""#) { (json) throws(DecodingFailure) in try json.quotedFloat() } == 0.1)
        for (json, code) in [
            ("1", "type"), (#""""#, "type"), (#"" 1""#, "type"), (#""1.0""#, "type"), (#""300""#, "range"),
            ("[]", "type"),
            (#""1"#, "malformed"),
        ] {
            #expect(
                codes(json) { (json) throws(DecodingFailure) in try json.quotedInteger(UInt8.self) } == [code],
                "\(json)")
        }
        for (json, code) in [
            ("1.5", "type"), (#""""#, "type"), (#""nan""#, "type"), (#""01""#, "type"), (#""1e999""#, "range"),
            (#""0""#, "range"),
        ] {
            let rules = NumberRules(above: 0)
            #expect(codes(json) { (json) throws(DecodingFailure) in try json.quotedDouble(rules) } == [code], "\(json)")
            #expect(codes(json) { (json) throws(DecodingFailure) in try json.quotedFloat(rules) } == [code], "\(json)")
        }
        var writer = JSONWriter()
        writer.array { json in
            json.inQuotes(UInt64.max)
            json.inQuotes(-0.5)
            json.inQuotes(Float(0.1))
            json.inQuotes(Double.nan)
        }
        #expect(String(decoding: writer.bytes, as: UTF8.self) == #"["18446744073709551615","-0.5","0.1",null]"#)
    }

    @Test("decimals are the same as Foundation reads them", arguments: 0..<8)
    func decimalOracle(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 90)
        for _ in 0..<500 {
            let digits = UInt64.random(in: 0...UInt64.max, using: &random) >> UInt64.random(in: 0...63, using: &random)
            let sign = Bool.random(using: &random) ? "-" : ""
            let fraction = Bool.random(using: &random) ? ".\(UInt16.random(in: 0...999, using: &random))00" : ""
            let exponent = Bool.random(using: &random) ? "e\(Int.random(in: -90...90, using: &random))" : ""
            let text = sign + "\(digits)" + fraction + exponent
            let value = try JSONReader.decode(Decimal.self, from: Array("\"\(text)\"".utf8))
            let expected = try #require(Decimal(string: text))
            #expect(value == expected && value.description == expected.description, "\(text)")
            #expect(value.hashValue == expected.hashValue, "\(text)")
        }
    }

    @Test("UUIDs are the same as Foundation reads them, and a wrong digit anywhere is refused", arguments: 0..<4)
    func uuidOracle(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) &+ 91)
        for _ in 0..<200 {
            let digits = (0..<36).map { index in
                [8, 13, 18, 23].contains(index) ? "-" : "0123456789abcdefABCDEF".randomElement(using: &random) ?? "0"
            }
            let text = String(digits)
            #expect(try JSONReader.decode(UUID.self, from: Array("\"\(text)\"".utf8)) == UUID(uuidString: text))
            var wrong = Array(text.utf8)
            let place = Int.random(in: 0..<36, using: &random)
            wrong[place] = Array("/:@G`g-xé".utf8).randomElement(using: &random) ?? 0
            let bytes = wrong
            // Foundation takes some of these.
            let isSame = bytes == Array(text.utf8)
            #expect((bytes.withUnsafeBytes { UUIDText.parse($0) } != nil) == isSame, "\(bytes)")
        }
    }
}
