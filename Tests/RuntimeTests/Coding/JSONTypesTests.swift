import GatewayRuntime
import Testing

@Suite("Types as gen writes them")
struct JSONTypesTests {
    private func decode<Value: JSONDecodable>(
        _ type: Value.Type, _ text: String, options: JSONOptions = JSONOptions()
    ) throws(ValidationFailure) -> Value {
        try JSONReader.decode(Value.self, from: Array(text.utf8), options: options)
    }

    private func text(_ value: some JSONEncodable) -> String {
        String(decoding: JSONWriter.encode(value), as: UTF8.self)
    }

    private var message: Sample.Message {
        Sample.Message(
            id: 1 << 62, room: "main", user: "Ann", text: "a \"b\" \\ \n \u{1} é 😀",
            sentAt: Date(timeIntervalSince1970: 1.5),
            replyTo: nil, tags: ["x", "y"], role: .admin, scores: ["b": 1.5, "a": -0.25], say: Sample.Say(text: "hi"))
    }

    @Test("an object is written field by field, absent ones left out, maps in order")
    func writes() {
        #expect(
            text(message) == #"{"id":4611686018427387904,"room":"main","user":"Ann","text":"a \"b\" \\ \n \u0001 é 😀","#
                + #""sentAt":"1970-01-01T00:00:01.500Z","tags":["x","y"],"role":"admin","scores":{"a":-0.25,"b":1.5},"#
                + #""say":{"text":"hi"}}"#)
    }

    @Test("what was written reads back as the same value")
    func roundTrip() throws {
        #expect(try decode(Sample.Message.self, text(message)) == message)
        #expect(try decode(Sample.Event.self, text(Sample.Event.message(message))) == .message(message))
        #expect(
            try decode([Sample.Event].self, text([Sample.Event.joined(Sample.Joined(user: "Bo"))])) == [
                .joined(Sample.Joined(user: "Bo"))
            ])
    }

    @Test("a union's tag may stand anywhere among the fields")
    func tagAnywhere() throws {
        #expect(
            try decode(Sample.Event.self, #"{"x":[{"type":1}],"user":"Bo","type":"joined"}"#)
                == .joined(Sample.Joined(user: "Bo")))
        #expect(
            try decode(
                Sample.Event.self, #"{"type":"joined","user":"Bo"}"#, options: JSONOptions(rejectsUnknownFields: true))
                == .joined(Sample.Joined(user: "Bo")))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let input: String
        let expected: [String]
        var strict = false
        var testDescription: String { input }
    }

    @Test(
        "all that is wrong is reported at once, each with its pointer",
        arguments: [
            Case(
                input: "{}",
                expected: ["/id required", "/room required", "/user required", "/text required", "/sentAt required"]),
            Case(
                input: #"{"id":"1","room":null,"user":"","text":7,"sentAt":"soon"}"#,
                expected: ["/room required", "/id type", "/user length", "/text type", "/sentAt format"]),
            Case(input: "[]", expected: [" type"]),
            Case(input: "null", expected: [" type"]),
            Case(
                input:
                    #"{"id":1,"room":"r","user":"u","text":"t","sentAt":"1970-01-01T00:00:00Z","replyTo":0,"tags":["a","","b",null,5],"role":"boss","scores":{"a/b~c":"1","d":null},"say":{"text":"  "}}"#,
                expected: [
                    "/replyTo range", "/tags/1 length", "/tags/3 type", "/tags/4 type", "/role oneOf",
                    "/scores/a~1b~0c type",
                    "/scores/d type", "/say/text empty",
                ]),
            Case(
                input: #"{"id":1,"room":"r","user":"u","text":"t","sentAt":"1970-01-01T00:00:00Z","say":[1]}"#,
                expected: ["/say type"]),
            Case(
                input:
                    #"{"id":1,"room":"r","user":"u","text":"t","sentAt":"1970-01-01T00:00:00Z","x":{"y":1},"say":{"text":"a","z":1}}"#,
                expected: ["/x unknown", "/say/z unknown"], strict: true),
        ])
    func violations(_ example: Case) {
        let error = #expect(throws: ValidationFailure.self) {
            try decode(Sample.Message.self, example.input, options: JSONOptions(rejectsUnknownFields: example.strict))
        }
        let found = error?.violations.map { "\($0.name) \($0.code)" } ?? []
        #expect(Set(found) == Set(example.expected))
        #expect(found.count == example.expected.count)
        #expect(error?.malformed == false)
    }

    @Test("an unknown tag names the known ones, a missing one is required")
    func unknownTags() {
        #expect(
            throws: ValidationFailure(violations: [
                Violation(.body, "/type", "must be one of: message, joined", code: "oneOf")
            ])
        ) {
            try decode(Sample.Event.self, #"{"type":"left","user":"Bo"}"#)
        }
        #expect(throws: ValidationFailure(violations: [Violation(.body, "/1/type", "is required", code: "required")])) {
            try decode([Sample.Event].self, #"[{"type":"joined","user":"Bo"},{"user":"Bo"}]"#)
        }
    }

    @Test("one bad element does not hide the next")
    func elements() {
        let error = #expect(throws: ValidationFailure.self) {
            try decode([Sample.Say].self, #"[{"text":""},{"text":"fine"},{},"no",{"text":[{"deep":1}]}]"#)
        }
        #expect(
            error?.violations.map { "\($0.name) \($0.code)" } == [
                "/0/text empty", "/2/text required", "/3 type", "/4/text type",
            ])
    }

    @Test("violations are bounded")
    func bounded() {
        let error = #expect(throws: ValidationFailure.self) {
            try decode([Sample.Say].self, "[" + Array(repeating: "1", count: 5000).joined(separator: ",") + "]")
        }
        #expect(error?.violations.count == 100)
        #expect(error?.violations.last?.name == "/99")
    }
}
