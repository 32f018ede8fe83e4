import Testing

@testable import GatewayRuntime

extension Sample {
    /// The same types as plain values.
    static let table = TypeTable([
        "Say": .object(
            ObjectSchema(fields: [.init(name: "text", type: .string(StringRules(trim: true, length: 1...512)))])),
        "Joined": .object(ObjectSchema(fields: [.init(name: "user", type: .string(StringRules()))])),
        "Message": .object(
            ObjectSchema(fields: [
                .init(name: "id", type: .integer(.int64, atLeast: nil, atMost: nil)),
                .init(name: "room", type: .string(StringRules())),
                .init(name: "user", type: .string(StringRules(length: 1...32))),
                .init(name: "text", type: .string(StringRules())),
                .init(name: "sentAt", type: .formatted(.timestamp)),
                .init(name: "replyTo", type: .integer(.int64, atLeast: 1, atMost: nil), isRequired: false),
                .init(
                    name: "tags", type: .list(.string(StringRules(length: 1...8)), fewest: 0, most: 4),
                    isRequired: false,
                    defaultValue: []),
                .init(name: "role", type: .word(["admin", "member"]), isRequired: false),
                .init(
                    name: "scores", type: .map(.number(NumberRules(), isSingle: false), fewest: 0, most: .max),
                    isRequired: false, defaultValue: [:]),
                .init(name: "say", type: .named("Say"), isRequired: false),
            ])),
        "Event": .union(
            tag: "type", members: [(tag: "message", type: .named("Message")), (tag: "joined", type: .named("Joined"))]),
    ])
}

@Suite("Types as plain values against types as generated code")
struct TypeSchemaTests {
    private func value(_ random: inout SeededGenerator) -> String {
        let values = [
            "1", "-1", "0", "1.5", "1e3", "\"\"", "\"a\"", "\"  \"", "\"much too long for a tag\"", "null", "true",
            "[]", "{}",
            "\"2026-01-02T03:04:05.5+01:00\"", "\"admin\"", "[\"a\",\"b\"]", "[\"a\",\"\",null,1,\"b\",\"c\",\"d\"]",
            "{\"a\":1,\"b\":2.5}", "{\"a\":null,\"b\":\"x\"}", "{\"text\":\" hi \"}", "{\"text\":\"\"}",
            "{\"text\":1,\"x\":2}",
            "9223372036854775808", "\"é😀\"",
        ]
        return values.randomElement(using: &random) ?? "1"
    }

    private func document(_ random: inout SeededGenerator) -> String {
        let good = [
            "type": "\"message\"", "id": "7", "room": "\"main\"", "user": "\"Ann\"", "text": "\"hi\"",
            "sentAt": "\"1970-01-01T00:00:00Z\"", "replyTo": "3", "tags": "[\"x\"]", "role": "\"admin\"",
            "scores": "{\"b\":1,\"a\":0.5}", "say": "{\"text\":\" yes \"}", "other": "[1,{}]",
        ]
        let fields = good.keys.sorted().filter { _ in Int.random(in: 0..<8, using: &random) != 0 }.shuffled(
            using: &random)
        let pairs = fields.map { name in
            "\"\(name)\":" + (Int.random(in: 0..<6, using: &random) == 0 ? value(&random) : good[name] ?? "1")
        }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    @Test("both accept the same texts, say the same of the others, and write the same", arguments: 0..<40)
    func agree(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var accepted = 0
        for _ in 0..<100 {
            let text = document(&random)
            let options = JSONOptions(rejectsUnknownFields: Bool.random(using: &random))
            let generated = Result { () throws(ValidationFailure) in
                JSONWriter.encode(try JSONReader.decode(Sample.Event.self, from: Array(text.utf8), options: options))
            }
            let plain = Array(text.utf8).withUnsafeBytes { bytes in
                Result { () throws(ValidationFailure) in
                    let value = try Sample.table.decode(.named("Event"), from: bytes, options: options)
                    var writer = JSONWriter()
                    Sample.table.write(value, as: .named("Event"), to: &writer)
                    return writer.bytes
                }
            }
            #expect(generated == plain, "seed \(seed): \(text)")
            if case .success = generated { accepted += 1 }
        }
        #expect(accepted > 0)
    }
}
