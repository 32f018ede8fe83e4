import Testing

@testable import GatewayRuntime

@Suite("The text of JSON")
struct JSONSyntaxTests {
    private func decode(_ text: String, options: JSONOptions = JSONOptions()) throws(ValidationFailure) -> JSONValue {
        try JSONReader.decode(JSONValue.self, from: Array(text.utf8), options: options)
    }

    @Test(
        "what is no JSON is refused with the place",
        arguments: [
            ("", "the body is empty; it must be JSON"), (" ", "the text ends too early (line 1, byte 2)"),
            ("{", "ends too early (line 1, byte 2)"),
            ("[1,]", "a value must stand here (line 1, byte 4)"), ("[,1]", "a value must stand here (line 1, byte 2)"),
            ("[1 2]", "a comma or the end must follow a value (line 1, byte 4)"),
            ("{\"a\":1,}", "a key in double quotes must stand here (line 1, byte 8)"),
            ("{a:1}", "a key in double quotes must stand here (line 1, byte 2)"),
            ("{\"a\" 1}", "a colon must follow a key (line 1, byte 6)"),
            ("{\"a\":1 \"b\":2}", "a comma or the end"), ("tru", "ends too early"),
            ("trux", "neither true, false nor null (line 1, byte 1)"), ("nul", "ends too early"),
            ("01", "not a number as JSON writes it"), ("-", "ends too early"), ("+1", "a value must stand here"),
            (".5", "a value must stand here"), ("1.", "ends too early"),
            ("[1.]", "not a number"), ("[1e]", "not a number"), ("[1e+]", "not a number"), ("[-a]", "not a number"),
            ("0x1", "more than one value"), ("1 2", "more than one value (line 1, byte 3)"),
            ("{}}", "more than one value"), ("[]\n\n x", "more than one value (line 3, byte 2)"),
            ("'a'", "a value must stand here"), ("NaN", "a value must stand here"),
            ("\"a", "ends too early"), ("\"a\nb\"", "a control character inside a string (line 1, byte 3)"),
            ("\"\\x\"", "an escape that JSON does not have"),
            ("\"\\", "ends too early"), ("\"\\u12\"", "an escape that JSON does not have"),
            ("\"\\ud800\"", "an escape"), ("\"\\ud800\\u0041\"", "an escape"), ("\"\\udc00\"", "an escape"),
            ("{\"a\":1,\"a\":2}", "a key that the object has already (line 1, byte 8)"),
            ("{\"a\":1,\"\\u0061\":2}", "a key that the object has already"),
            ("[{\"b\":{\"a\":1,\"c\":0,\"a\":2}}]", "a key that the object has already"),
            ("\u{FEFF}{}", "a value must stand here"), ("// a\n1", "a value must stand here"),
        ])
    func malformed(text: String, message: String) {
        let error = #expect(throws: ValidationFailure.self) { try decode(text) }
        #expect(error?.malformed == true)
        #expect(error?.detail?.contains(message) == true, "\(error?.detail ?? "")")
    }

    @Test("bytes that are not UTF-8 are refused, in values, keys and what is skipped")
    func notUTF8() {
        for bad: [UInt8] in [[0xFF], [0xC0, 0xAE], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]] {
            for frame in [("\"", "\""), ("{\"", "\":1}"), ("{\"unknown\":[\"", "\"]}"), ("\"eight bytes \\n", "\"")] {
                let bytes = Array(frame.0.utf8) + bad + Array(frame.1.utf8)
                let error = #expect(throws: ValidationFailure.self) {
                    try JSONReader.decode(Sample.Say.self, from: bytes)
                }
                let alone = #expect(throws: ValidationFailure.self) {
                    try JSONReader.decode(JSONValue.self, from: bytes)
                }
                #expect(alone?.malformed == true)
                #expect(error?.malformed == true)
            }
        }
    }

    @Test(
        "a key twice is refused in what is skipped, too",
        arguments: [
            #"{"text":"a","unknown":{"k":1,"k":2}}"#, #"{"text":"a","unknown":[{"a":{"k":1,"\u006b":2}}]}"#,
            #"{"text":{"k":1,"k":2}}"#, #"[{"k":1,"k":2}]"#, #"{"unknown":{"k":1,"k":2},"text":""}"#,
        ])
    func skippedKeys(text: String) {
        let error = #expect(throws: ValidationFailure.self) {
            try JSONReader.decode(Sample.Say.self, from: Array(text.utf8))
        }
        #expect(error?.malformed == true)
        #expect(error?.detail?.contains("a key that the object has already") == true)
    }

    @Test("what is skipped leaves the objects around it as they were")
    func skippedInside() throws {
        let text = #"{"unknown":{"text":1,"deep":[{"text":2},[],{}]},"text":"a","more":{"text":3}}"#
        #expect(try JSONReader.decode(Sample.Say.self, from: Array(text.utf8)).text == "a")
        let missing = #expect(throws: ValidationFailure.self) {
            try JSONReader.decode(Sample.Say.self, from: Array(#"{"unknown":{"text":1}}"#.utf8))
        }
        #expect(missing?.violations.map(\.name) == ["/text"])
    }

    @Test("nesting has a limit, wherever it is")
    func depth() throws {
        let deep = { (count: Int) in String(repeating: "[", count: count) + String(repeating: "]", count: count) }
        _ = try decode(deep(64))
        #expect(throws: ValidationFailure.self) { try decode(deep(65)) }
        let objects = String(repeating: "{\"a\":", count: 65) + "1" + String(repeating: "}", count: 65)
        #expect(throws: ValidationFailure.self) { try decode(objects) }
        let skipped = #expect(throws: ValidationFailure.self) {
            try JSONReader.decode(Sample.Say.self, from: Array("{\"text\":\"a\",\"x\":\(deep(64))}".utf8))
        }
        #expect(skipped?.detail?.contains("nested too deep") == true)
        #expect(throws: ValidationFailure.self) { try decode("[[1]]", options: JSONOptions(maxDepth: 1)) }
        // A text that opens a million arrays ends at the limit, not at the end of the stack.
        #expect(throws: ValidationFailure.self) { try decode(String(repeating: "[", count: 1_000_000)) }
    }

    @Test("keys that differ only in the middle, or not at all, are told apart in objects of any size")
    func keys() throws {
        for count in [1, 31, 32, 33, 64, 1000] {
            let names = (0..<count).map { "prefix-of-16-byte\($0)suffix-of-16-byte" }
            let fields = names.map { "\"\($0)\":1" }
            guard case .object(let object) = try decode("{" + fields.joined(separator: ",") + "}") else {
                Issue.record("no object")
                return
            }
            #expect(Set(object.keys) == Set(names))
            let twice = "{" + fields.joined(separator: ",") + ",\(fields[count / 2])}"
            #expect(throws: ValidationFailure.self) { try decode(twice) }
        }
    }

    @Test("a key is itself at every length", arguments: 0...40)
    func keyLengths(length: Int) {
        let text = String("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".prefix(length))
        let key = Array(text.utf8).withUnsafeBytes { JSONKey($0) }
        #expect(key.description == text)
        for place in 0..<length {
            var other = Array(text.utf8)
            other[place] ^= 1
            #expect(other.withUnsafeBytes { JSONKey($0) } != key)
        }
    }

    @Test("keys match literals of every length, and no others")
    func literals() {
        let literals: [StaticString] = [
            "", "a", "ab", "abc", "abcd", "abcde", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghijklmnop",
            "abcdefghijklmnopq",
            "abcdefghijklmnop-and-more", "é",
        ]
        for (index, literal) in literals.enumerated() {
            let key = literal.withUTF8Buffer { JSONKey(UnsafeRawBufferPointer($0)) }
            for (other, candidate) in literals.enumerated() { #expect((candidate ~= key) == (index == other)) }
        }
    }

    @Test("text of every length around the steps of eight is escaped and read back", arguments: 0...40)
    func steps(length: Int) throws {
        for special in ["\"", "\\", "\n", "\u{1F}", "é", "\u{7F}", " ", "😀"] {
            for place in 0...length {
                var text =
                    String(repeating: "x", count: place) + special + String(repeating: "y", count: length - place)
                #expect(try JSONReader.decode(String.self, from: JSONWriter.encode(text)) == text)
                text.removeLast()
                #expect(try JSONReader.decode(String.self, from: JSONWriter.encode(text)) == text)
            }
        }
    }
}
