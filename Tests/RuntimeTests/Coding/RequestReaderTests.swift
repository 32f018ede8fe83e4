import Testing

@testable import GatewayRuntime

@Suite("Reading a request's input")
struct RequestReaderTests {
    private func reader(
        _ target: String, pattern: String? = nil, headers: HTTPFields = HTTPFields(), body: String = "",
        limits: InputLimits = InputLimits()
    ) throws -> RequestReader {
        var routes = Routes()
        routes.handle(.any, pattern ?? "/{rest*}") { _, _ in .empty() }
        let head = RequestHead(method: .post, target: target, fields: headers)
        let parsed = try RequestTarget(head)
        guard case .found(_, let captures) = try Router(routes).match(head, parsed) else { throw HTTPError.notFound() }
        return RequestReader(
            Request(head: head, target: parsed, captures: captures), body: Array(body.utf8), limits: limits)
    }

    private func problems(_ reader: RequestReader) -> [String] {
        do {
            try reader.finish()
            return []
        } catch let failure as ValidationFailure {
            return failure.malformed
                ? ["malformed: \(failure.detail ?? "")"]
                : failure.violations.map { "\($0.source) \($0.name) \($0.code)" }
        } catch {
            return ["\(error)"]
        }
    }

    @Test("whole numbers are taken to the last one of their type, and no further")
    func extremes() throws {
        func read<Number: FixedWidthInteger & Sendable>(_ text: String, as type: Number.Type) throws -> Number? {
            var reader = try reader("/?n=\(text)")
            let number = reader.integer("n", in: .query, as: type)
            #expect((number == nil) == (problems(reader) == ["query n range"]))
            #expect(reader.optionalInteger("n", in: .query, as: type) == number)
            #expect(reader.value("n", in: .query, ParameterForm<Number>.integer()) == number)
            return number
        }
        #expect(try read("-128", as: Int8.self) == -128)
        #expect(try read("-129", as: Int8.self) == nil)
        #expect(try read("128", as: Int8.self) == nil)
        #expect(try read("-1", as: UInt8.self) == nil)
        #expect(try read("-0", as: UInt8.self) == 0)
        #expect(try read("\(Int64.min)", as: Int64.self) == .min)
        #expect(try read("-9223372036854775809", as: Int64.self) == nil)
        #expect(try read("\(Int64.max)", as: Int64.self) == .max)
        #expect(try read("9223372036854775808", as: Int64.self) == nil)
        #expect(try read("\(UInt64.max)", as: UInt64.self) == .max)
        #expect(try read("18446744073709551616", as: UInt64.self) == nil)
        #expect(try read("99999999999999999999999999999", as: UInt64.self) == nil)
        #expect(try read("00000000000000000000000000007", as: Int.self) == 7)
        for text in ["-", "--1", "%2B1", "1.0", "0x1", "%D9%A1", "1%201"] {
            var reader = try reader("/?n=\(text)")
            #expect(reader.integer("n", in: .query, as: Int.self) == nil)
            #expect(problems(reader) == ["query n type"], "\(text)")
        }
    }

    @Test("parameters are found wherever they stand")
    func sources() throws {
        var reader = try reader(
            "/rooms/a%20b?limit=5&q=x+y%26&empty=", pattern: "/rooms/{room}",
            headers: [.userAgent: "me", .cookie: "a=1; session=\"abc\""])
        #expect(reader.string("room", in: .path) == "a b")
        #expect(reader.integer("limit", in: .query, as: Int.self, range: 1...200) == 5)
        #expect(reader.string("q", in: .query) == "x y&")
        #expect(reader.string("empty", in: .query) == "")
        #expect(reader.optionalInteger("empty", in: .query, as: Int.self) == nil)
        #expect(reader.string("user-agent", in: .header) == "me")
        #expect(reader.string("session", in: .cookie) == "abc")
        #expect(reader.optionalString("none", in: .query) == nil)
        #expect(reader.integer("none", in: .query, default: 50) == 50)
        #expect(reader.bool("limit", in: .cookie, default: true) == true)
        #expect(problems(reader).isEmpty)
    }

    private struct Span: JSONDecodable, SelfChecking {
        let from: Int
        let to: Int

        init(from json: inout JSONReader) throws(DecodingFailure) {
            guard let value = try json.any(), case .integer(let from)? = value["from"],
                case .integer(let to)? = value["to"]
            else { throw .invalid }
            (self.from, self.to) = (Int(from), Int(to))
        }

        func check(_ violations: inout [Violation]) {
            if to < from { violations.append(Violation(.body, "/to", "must not be before from", code: "order")) }
            if to == 7 { violations.append(Violation(.body, "/to", "must not be 7", code: "seven")) }
        }
    }

    @Test(
        "a body's own rules are asked when the type's hold, and reported with all the rest",
        arguments: [
            (#"{"from":1,"to":2}"#, ["query n type"]),
            (#"{"from":8,"to":7}"#, ["query n type", "body /to order", "body /to seven"]),
            (#"{"from":1}"#, ["query n type", "body  type"]),
        ])
    func ownRules(body: String, expected: [String]) throws {
        var reader = try reader("/?n=x", headers: [.contentType: "application/json"], body: body)
        _ = reader.integer("n", in: .query, as: Int.self)
        let span = reader.json(Span.self)
        #expect((span == nil) == (body.contains("to") == false))
        #expect(problems(reader) == expected)
        var optional = try self.reader("/", body: "")
        #expect(optional.optionalJSON(Span.self) == nil)
        #expect(problems(optional) == [])
    }

    @Test("all that is wrong is reported together")
    func violations() throws {
        var reader = try reader(
            "/?limit=999&n=x&b=yes&d=soon&role=boss&twice=1&twice=2", headers: [.contentType: "application/json"],
            body: "{\"text\":\"\",\"x\":1}")
        _ = reader.integer("limit", in: .query, as: Int.self, range: 1...200)
        _ = reader.integer("n", in: .query, as: Int.self)
        _ = reader.bool("b", in: .query)
        _ = reader.date("d", in: .query)
        _ = reader.enumeration("role", in: .query, as: Sample.Role.self)
        _ = reader.string("twice", in: .query)
        _ = reader.string("missing", in: .header, StringRules(length: 1...8))
        _ = reader.json(Sample.Say.self)
        #expect(
            problems(reader) == [
                "query limit range", "query n type", "query b type", "query d format", "query role oneOf",
                "query twice items", "header missing required",
                "body /text empty",
            ])
    }

    @Test("lists come repeated, in brackets or with commas")
    func lists() throws {
        for query in [
            "a=1&a=2&a=3", "a[]=1&a[]=2&a[]=3", "a=1,2,3", "a=1,2&a=3", "a%5B%5D=1&a=2%2c3".replacing("%2c", with: ","),
        ] {
            var reader = try reader("/?" + query)
            #expect(reader.list("a", in: .query, ParameterForm<Int>.integer()) == [1, 2, 3], "\(query)")
        }
        var strings = try reader("/?a=x%2Cy,z")
        #expect(strings.list("a", in: .query, .string()) == ["x,y", "z"])
        #expect(strings.list("none", in: .query, .string()) == [])
        #expect(strings.list("none", in: .query, .string(), default: ["d"]) == ["d"])
        #expect(strings.list("none", in: .query, .string(), items: 1...) == nil)
        var bad = try reader("/?a=1,x,3,y")
        #expect(bad.list("a", in: .query, ParameterForm<Int>.integer()) == nil)
        #expect(problems(bad) == ["query a[1] type", "query a[3] type"])
        var many = try reader("/?a=1,2,3")
        #expect(many.list("a", in: .query, ParameterForm<Int>.integer(), items: ...2) == nil)
        #expect(problems(many) == ["query a items"])
    }

    @Test("another parameter is there under the names that it is read by")
    func dependencies() throws {
        var single = try reader("/?day=1&at[]=2")
        _ = single.optionalString("at", in: .query)
        single.require("at", in: .query, with: "day")
        single.exclude("at", in: .query, with: "day")
        #expect(problems(single) == ["query at required"])
        var list = try reader("/?day=1&at[]=2")
        _ = list.list("at", in: .query, .string())
        list.require("at", in: .query, with: "day")
        #expect(problems(list).isEmpty)
        list.exclude("at", in: .query, with: "day")
        #expect(problems(list) == ["query at excludes"])
    }

    @Test("urlencoded forms are read as queries are")
    func forms() throws {
        var reader = try reader(
            "/", headers: [.contentType: "application/x-www-form-urlencoded; charset=utf-8"],
            body: "name=Ann+B&age=&tag=a&tag=b")
        #expect(reader.string("name", in: .form) == "Ann B")
        #expect(reader.optionalInteger("age", in: .form, as: Int.self) == nil)
        #expect(reader.list("tag", in: .form, .string()) == ["a", "b"])
        #expect(problems(reader).isEmpty)
    }

    @Test("what can't be read is malformed, not a violation")
    func malformed() throws {
        var query = try reader("/?a=%zz")
        #expect(query.string("a", in: .query) == nil)
        #expect(problems(query) == ["malformed: the query parameter a is not percent-encoded UTF-8"])
        var utf8 = try reader("/?a=%ff")
        #expect(utf8.optionalString("a", in: .query) == nil)
        #expect(problems(utf8).first?.hasPrefix("malformed") == true)
        var body = try reader("/", body: "{")
        #expect(body.json(Sample.Say.self) == nil)
        #expect(problems(body).first?.hasPrefix("malformed: not JSON") == true)
        var empty = try reader("/")
        #expect(empty.optionalJSON(Sample.Say.self) == nil)
        #expect(problems(empty).isEmpty)
        #expect(empty.json(Sample.Say.self) == nil)
        #expect(problems(empty) == ["malformed: the body is empty; it must be JSON"])
    }

    @Test(
        "a body that is taken as it comes may be of the types that the spec names",
        arguments: [
            ("image/png", ["image/png"], true), ("IMAGE/Png; a=b", ["image/png"], true),
            ("image/png", ["image/*"], true),
            ("image/png", ["text/plain", "image/*"], true), ("image/gif", ["image/png"], false),
            ("image/", ["image/*"], false),
            ("images/png", ["image/*"], false), ("image", ["image/*"], false), ("", ["image/*"], false),
            ("anything at all", [], true), (nil, ["image/png"], true),
        ] as [(String?, [String], Bool)])
    func rawTypes(type: String?, accepted: [String], isOne: Bool) throws {
        var bytes = try reader("/", headers: type.map { [.contentType: $0] } ?? [:], body: "x")
        var stream = bytes
        #expect(bytes.bytes(types: accepted) == (isOne ? [0x78] : nil))
        #expect((stream.stream(types: accepted) != nil) == isOne)
        if !isOne { #expect((bytes.failure as? HTTPError)?.status == .unsupportedMediaType) }
    }

    @Test(
        "text is UTF-8 and says so, if it says anything",
        arguments: [
            ("text/plain", true), ("text/plain; charset=utf-8", true), ("text/plain;charset=\"UTF-8\"", true),
            ("text/html; charset=us-ascii", true), ("text/plain; charset=iso-8859-1", false),
            ("application/json", false),
        ])
    func text(type: String, isText: Bool) throws {
        var good = try reader("/", headers: [.contentType: type], body: "é")
        #expect(good.text() == (isText ? "é" : nil))
        #expect(isText ? problems(good).isEmpty : (good.failure as? HTTPError)?.status == .unsupportedMediaType)
        var short = try reader("/", body: "é")
        #expect(short.text(StringRules(length: 2...)) == nil)
        #expect(problems(short) == ["body  length"])
    }

    @Test("a query has a limit, whatever reads it: that is a 400")
    func queryLimit() throws {
        let target = { (count: Int) in "/?" + (0..<count).map { "a[]=\($0)&" }.joined() + "&&b=1" }
        var limits = InputLimits()
        limits.queryParameters = 10
        var enough = try reader(target(9), limits: limits)
        #expect(enough.list("a", in: .query, .string())?.count == 9)
        #expect(problems(enough).isEmpty)
        for read: (inout RequestReader) -> Void in [
            { _ = $0.list("a", in: .query, .string()) }, { _ = $0.string("b", in: .query) },
            { $0.exclude("a", in: .query, with: "b") },
        ] {
            var tooMany = try reader(target(10), limits: limits)
            read(&tooMany)
            let error = #expect(throws: HTTPError.self) { try tooMany.finish() }
            #expect(error?.status == .badRequest)
            #expect(error?.detail == "the query may have at most 10 parameters")
        }
        var usual = try reader(target(1_000))
        _ = usual.string("b", in: .query)
        #expect(throws: HTTPError.self) { try usual.finish() }
    }

    @Test("an urlencoded form has as many fields as a multipart one may: else it is a 413")
    func formLimit() throws {
        let fields = { (count: Int) in (0..<count).map { "a=\($0)" }.joined(separator: "&") }
        let headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        var limits = InputLimits()
        limits.formFields = 3
        var enough = try reader("/", headers: headers, body: fields(3), limits: limits)
        #expect(enough.list("a", in: .form, .string())?.count == 3)
        var tooMany = try reader("/", headers: headers, body: fields(4), limits: limits)
        _ = tooMany.list("a", in: .form, .string())
        #expect((tooMany.failure as? HTTPError)?.status == .contentTooLarge)
        var usual = try reader("/", headers: headers, body: fields(201))
        _ = usual.list("a", in: .form, .string())
        #expect((usual.failure as? HTTPError)?.status == .contentTooLarge)
    }

    @Test("JSON nests as deep as the settings let it")
    func depthLimit() throws {
        var limits = InputLimits()
        limits.jsonDepth = 2
        var enough = try reader("/", body: "[[1]]", limits: limits)
        #expect(enough.json(JSONValue.self) != nil)
        var tooDeep = try reader("/", body: "[[[1]]]", limits: limits)
        #expect(tooDeep.json(JSONValue.self) == nil)
        #expect(problems(tooDeep).first?.contains("nested too deep") == true)
    }

    @Test("fields that a type lacks are skipped, or refused with the status that the route says")
    func unknownFields() throws {
        let body = "{\"text\":\"a\",\"more\":1}"
        var usual = try reader("/", body: body)
        #expect(usual.json(Sample.Say.self)?.text == "a")
        var limits = InputLimits().with(RouteOptions(rejectsUnknownFields: true, violationStatus: 400))
        var strict = try reader("/", body: body, limits: limits)
        #expect(strict.json(Sample.Say.self) == nil)
        let failure = try #require(strict.failure as? ValidationFailure)
        #expect(failure.violations.map(\.name) == ["/more"])
        #expect(failure.problem.status == 400)
        limits.violationStatus = 422
        var other = try reader("/?n=x", limits: limits)
        _ = other.integer("n", in: .query, as: Int.self)
        #expect((other.failure as? ValidationFailure)?.problem.status == 422)
    }

    @Test("as many violations are listed as the settings say, and the others counted, wherever they stand")
    func violationLimit() throws {
        var limits = InputLimits()
        limits.violations = 2
        var reader = try reader("/?n=x", body: "{\"text\":[\"\"]}", limits: limits)
        _ = reader.integer("n", in: .query, as: Int.self)
        _ = reader.string("missing", in: .query)
        _ = reader.string("more", in: .header)
        _ = reader.json(Sample.Say.self)
        let failure = try #require(reader.failure as? ValidationFailure)
        #expect(failure.violations.map(\.name) == ["n", "missing"])
        #expect(failure.problem.detail == "2 more violations are not listed")
    }

    @Test(
        "a body of another type is refused with 415",
        arguments: [
            ("application/json", true), ("application/json; charset=utf-8", true), ("APPLICATION/JSON", true),
            ("application/problem+json", true),
            ("text/plain", false), ("application/jsonp", false), ("json", false), ("", false), ("+json", false),
        ])
    func mediaTypes(type: String, isJSON: Bool) throws {
        var reader = try reader("/", headers: [.contentType: type], body: "{\"text\":\"a\"}")
        #expect((reader.json(Sample.Say.self) != nil) == isJSON)
        if !isJSON { #expect((reader.failure as? HTTPError)?.status.code == 415) }
    }
}
