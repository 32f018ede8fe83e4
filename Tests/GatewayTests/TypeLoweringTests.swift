import GatewayRuntime
import GatewaySpec
import Testing

@testable import Gateway

@Suite("Types without generated code")
struct TypeLoweringTests {
    private static let text = """
        types:
          Item:
            name: { type: Name, doc: What it is. }
            count: { type: int8, range: 1..100, default: 1 }
            at: timestamp?
            id: uuid?
            tags: { type: [string], items: 0..2, optional: true }
            prices: { type: { string: double }, optional: true }
            kind: Kind?
            note: { type: string, name: remark, optional: true }
            raw: { type: bytes, optional: true }
            share: { type: double, optional: true, range: 0<..1 }
            weight: { type: decimal, optional: true, range: ..<1 }
            seats: { type: uint8, optional: true, range: 0<..<4 }
            big: { type: int64, optional: true, quoted: true, range: 1.. }
            bigs: { type: [{ type: float, quoted: true, oneOf: [0.1, 2] }], optional: true }
          Gone: { reason: string }
        enums:
          Kind: [plain, fancy]
        unions:
          Change: { by: type, of: { item: Item, gone: Gone } }
        aliases:
          Name: { type: string, trim: true, length: 1..5 }
        routes:
          POST /: { handler: take, body: Change }
        """

    /// Reads a value as a type and writes it again, or tells what it breaks.
    private func echo(_ json: String, as type: String) throws -> String {
        let table = TypeLowering(spec: try spec(Self.text)).table
        do {
            let value = try Array(json.utf8).withUnsafeBytes { try table.decode(.named(type), from: $0) }
            var writer = JSONWriter()
            table.write(value, as: .named(type), to: &writer)
            return String(decoding: writer.bytes, as: UTF8.self)
        } catch let failure as ValidationFailure {
            return failure.malformed
                ? "malformed" : failure.violations.map { "\($0.name) \($0.code)" }.joined(separator: ", ")
        }
    }

    @Test(
        "what goes in comes out as generated code writes it: in order, trimmed, in one form, with defaults",
        arguments: [
            (#"{"count":7,"name":"  a "}"#, #"{"name":"a","count":7}"#),
            (#"{"name":"a","unknown":[{}]}"#, #"{"name":"a","count":1}"#),
            (
                #"{"at":"2026-01-02T03:04:05+01:00","name":"a","id":"6BA7B810-9DAD-11D1-80B4-00C04FD430C8"}"#,
                #"{"name":"a","count":1,"at":"2026-01-02T02:04:05.000Z","id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8"}"#
            ),
            (
                #"{"prices":{"b":1,"a":2.5},"tags":[],"kind":"fancy","remark":"x","name":"a"}"#,
                #"{"name":"a","count":1,"tags":[],"prices":{"a":2.5,"b":1.0},"kind":"fancy","remark":"x"}"#
            ),
            (
                #"{"bigs":["0.1","2"],"big":"9007199254740993","name":"a"}"#,
                #"{"name":"a","count":1,"big":"9007199254740993","bigs":["0.1","2.0"]}"#
            ),
            (
                #"{"seats":3,"weight":"0.999","share":1,"name":"a"}"#,
                #"{"name":"a","count":1,"share":1.0,"weight":"0.999","seats":3}"#
            ),
            (#"{"name":"a","raw":"aGk=","at":null}"#, #"{"name":"a","count":1,"raw":"aGk="}"#),
        ])
    func roundTrips(json: String, expected: String) throws {
        #expect(try echo(json, as: "Item") == expected)
    }

    @Test(
        "what breaks the type is told all at once",
        arguments: [
            (#"{}"#, "/name required"),
            (#"{"name":"   ","count":0}"#, "/name empty, /count range"),
            (#"{"name":"abcdef","count":300,"tags":["a","b","c"]}"#, "/name length, /count range, /tags items"),
            (
                #"{"name":5,"kind":"odd","prices":{"a":"b"},"at":"noon"}"#,
                "/name type, /kind oneOf, /prices/a type, /at format"
            ),
            (#"{"name":"a","share":0,"weight":"1","seats":0}"#, "/share range, /weight range, /seats range"),
            (#"{"name":"a","big":1,"bigs":["0.2","x",2]}"#, "/big type, /bigs/0 oneOf, /bigs/1 type, /bigs/2 type"),
            (#"{"name":"a","big":"0"}"#, "/big range"), (#"{"name":"a","big":""}"#, "/big type"),
            (#"{"name":"a","share":1.1,"weight":"1.0","seats":4}"#, "/share range, /weight range, /seats range"),
            (#"[]"#, " type"), (#"{"name":"a","#, "malformed"), (#"{"name":"a","name":"b"}"#, "malformed"),
        ])
    func refuses(json: String, expected: String) throws {
        #expect(try echo(json, as: "Item") == expected)
    }

    @Test("a union is told by its tag, which is written first")
    func unions() throws {
        #expect(try echo(#"{"reason":"old","type":"gone"}"#, as: "Change") == #"{"type":"gone","reason":"old"}"#)
        #expect(try echo(#"{"name":"a","type":"item"}"#, as: "Change") == #"{"type":"item","name":"a","count":1}"#)
        #expect(try echo(#"{"type":"other"}"#, as: "Change") == "/type oneOf")
        #expect(try echo(#"{"reason":"old"}"#, as: "Change") == "/type required")
    }
}
