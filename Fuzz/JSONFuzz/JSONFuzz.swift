import Foundation
import GatewayRuntime

/// Reads any bytes as JSON, here and with Foundation, and holds the two together:
/// - what is accepted here Foundation accepts with the same value, but for the numbers of `isRefusedThere`;
/// - what Foundation accepts is refused here only for one of the reasons in `Stricter`;
/// - what is written here reads back the same, here and there, and writing that gives the same bytes;
/// - a type with rules takes no text that any JSON would not, and says where each violation is;
/// - stepping over a value takes the texts that reading it takes, but for numbers without bounds;
/// - the text lies in a block of exactly its size, so that the address sanitizer sees each step outside.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 1)
    defer { memory.deallocate() }
    if let start { memory.copyMemory(from: UnsafeRawBufferPointer(start: start, count: count)) }
    let bytes = UnsafeRawBufferPointer(memory)
    let any = read(JSONValue.self, bytes)
    compare(any, bytes)
    compare(read(Skipped.self, bytes), any)
    compareMessage(read(Sample.Message.self, bytes), any, bytes)
    _ = read(Sample.Event.self, bytes, JSONOptions(maxDepth: 3, rejectsUnknownFields: true, maxViolations: 2))
    return 0
}

typealias Reading<Value> = Result<Value, ValidationFailure>

func read<Value: JSONDecodable>(
    _ type: Value.Type, _ bytes: UnsafeRawBufferPointer, _ options: JSONOptions = JSONOptions()
) -> Reading<Value> {
    let result = Reading<Value> { () throws(ValidationFailure) in
        try JSONReader.decode(Value.self, from: bytes, options: options)
    }
    if case .failure(let failure) = result {
        must(failure.malformed == (failure.detail != nil), "a failure is malformed without a word, or the reverse")
        must(failure.malformed || !failure.violations.isEmpty, "a failure says nothing")
        must(failure.violations.count <= options.maxViolations, "too many violations")
        for violation in failure.violations {
            let first = violation.name.utf8.first
            must(first == nil || first == UInt8(ascii: "/"), "'\(violation.name)' is no pointer")
        }
    }
    return result
}

/// Steps over everything.
struct Skipped: JSONDecodable {
    init(from json: inout JSONReader) throws(DecodingFailure) {
        try json.beginObject()
        while let key = try json.nextKey() { try json.skip(key) }
    }
}

/// Why a text that Foundation takes is refused here, on purpose.
enum Stricter: String, CaseIterable {
    case doubleKey = "a key that the object has already"
    case tooDeep = "nested too deep"
    case notUTF8 = "bytes that are not UTF-8"
    case commaAtEnd = "a value must stand here"
    case commaAtObjectsEnd = "a key in double quotes must stand here"

    /// Whether it is why a text was refused.
    func explains(_ failure: ValidationFailure, of bytes: UnsafeRawBufferPointer) -> Bool {
        guard failure.detail?.contains(rawValue) == true else { return false }
        return self == .commaAtEnd || self == .commaAtObjectsEnd ? hasCommaAtEnd(bytes) : true
    }
}

/// `[1,]` and `{"a":1,}`, which Foundation lets pass.
func hasCommaAtEnd(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var comma = false
    for byte in bytes where !" \n\r\t".utf8.contains(byte) {
        if comma, byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { return true }
        comma = byte == UInt8(ascii: ",")
    }
    return false
}

func compare(_ ours: Reading<JSONValue>, _ bytes: UnsafeRawBufferPointer) {
    let data = Data(bytes)
    let theirs = isOtherEncoding(bytes) ? nil : try? JSONDecoder().decode(Reference.self, from: data)
    switch ours {
    case .success(let value):
        let isGap = theirs == nil && isRefusedThere(bytes)
        must(isGap || theirs == reference(value), "Foundation reads \(String(describing: theirs)) and not \(value)")
        let written = JSONWriter.encode(value)
        let again = written.withUnsafeBytes { read(JSONValue.self, $0) }
        must(again == .success(value), "what is written reads as \(again)")
        must(JSONWriter.encode(value) == written, "written twice it differs")
        let there = try? JSONDecoder().decode(Reference.self, from: Data(written))
        must(there == reference(value), "Foundation reads what is written as \(String(describing: there))")
    case .failure(let failure):
        guard theirs != nil else { return }
        let isListed = Stricter.allCases.contains { $0.explains(failure, of: bytes) }
        let isRange = !failure.malformed && failure.violations.allSatisfy { $0.code == "range" }
        must(isListed || isRange, "Foundation takes it, and it is refused: \(failure)")
    }
}

/// Foundation takes UTF-16 and UTF-32 and a byte-order mark, RFC 8259 §8.1 does not.
func isOtherEncoding(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.starts(with: [0xEF, 0xBB, 0xBF]) || bytes.starts(with: [0xFE, 0xFF]) || bytes.starts(with: [0xFF, 0xFE])
        || bytes.prefix(4).contains(0)
}

/// What RFC 8259 allows and Foundation refuses: `0e3`, and numbers nearer to zero than any double, which read as zero here.
func isRefusedThere(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    return text.contains("e-") || text.contains("0e") || text.contains(String(repeating: "0", count: 300))
}

func reference(_ value: JSONValue) -> Reference {
    switch value {
    case .null: .null
    case .bool(let value): .bool(value)
    case .integer(let value): .number(Double(value))
    case .number(let value): .number(value)
    case .string(let value): .string(value)
    case .array(let values): .array(values.map(reference))
    case .object(let values): .object(values.mapValues(reference))
    }
}

func compare(_ skipped: Reading<Skipped>, _ any: Reading<JSONValue>) {
    switch (skipped, any) {
    case (.success, .success(.object)): break
    case (.success, .success(let value)): must(false, "\(value) was taken for an object")
    case (.success, .failure(let failure)):
        must(!failure.malformed, "stepped over, and not read: \(failure)")
    case (.failure(let failure), .success(.object)): must(false, "read, and not stepped over: \(failure)")
    case (.failure(let failure), .success): must(!failure.malformed, "read, and not stepped over: \(failure)")
    case (.failure, .failure): break
    }
}

func compareMessage(_ ours: Reading<Sample.Message>, _ any: Reading<JSONValue>, _ bytes: UnsafeRawBufferPointer) {
    switch ours {
    case .success(let message):
        let theirs = isOtherEncoding(bytes) ? nil : try? JSONDecoder().decode(PlainMessage.self, from: Data(bytes))
        guard let theirs else { return must(isRefusedThere(bytes), "Foundation does not take \(message)") }
        must(message.id == theirs.id && message.room == theirs.room && message.text == theirs.text, "\(theirs)")
        must(message.user == theirs.user && message.replyTo == theirs.replyTo, "\(theirs)")
        must(message.tags == theirs.tags ?? [] && message.role?.rawValue == theirs.role, "\(theirs)")
        must(message.scores == theirs.scores ?? [:], "\(theirs)")
        must((message.say == nil) == (theirs.say == nil), "\(theirs)")
        let written = JSONWriter.encode(message)
        let again = written.withUnsafeBytes { read(Sample.Message.self, $0) }
        guard case .success(var back) = again else { return must(false, "what is written is refused: \(again)") }
        // Moments are written to the millisecond, and in the years that RFC 3339 has.
        back.sentAt = message.sentAt
        must(back == message, "what is written reads as \(back)")
        let twice = JSONWriter.encode(back)
        must(twice == written, "written twice it differs")
    case .failure(let failure):
        guard failure.malformed, case .success = any else { return }
        must(false, "any JSON reads it, a type says: \(failure)")
    }
}
