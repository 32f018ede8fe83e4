import Foundation
import Testing

@testable import GatewayRuntime

/// Any JSON as Foundation reads it.
private enum Reference: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Reference])
    case object([String: Reference])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Reference].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: Reference].self))
        }
    }

    init(_ value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .number(Double(value))
        case .number(let value): self = .number(value)
        case .string(let value): self = .string(value)
        case .array(let values): self = .array(values.map(Reference.init))
        case .object(let values): self = .object(values.mapValues(Reference.init))
        }
    }
}

@Suite("JSON against Foundation")
struct JSONOracleTests {
    private func document(_ random: inout SeededGenerator, depth: Int = 0) -> String {
        let space = { (random: inout SeededGenerator) in
            ["", "", "", " ", "\n", "\t "].randomElement(using: &random) ?? ""
        }
        var text = space(&random)
        switch Int.random(in: 0..<(depth > 4 ? 6 : 9), using: &random) {
        case 0: text += ["true", "false", "null"].randomElement(using: &random) ?? "null"
        case 1:
            text +=
                "\(Int64.random(in: Int64.min...Int64.max, using: &random) >> Int64.random(in: 0...63, using: &random))"
        case 2:
            text += "\(Double(bitPattern: random.next()).isFinite ? Double.random(in: -1e6...1e6, using: &random) : 0)"
        case 3:
            text += (Bool.random(using: &random) ? "-" : "") + "\(Int.random(in: 0...999, using: &random))"
            if Bool.random(using: &random) { text += ".\(Int.random(in: 0...99999, using: &random))" }
            text +=
                ["", "e", "E+", "e-"].randomElement(using: &random).map {
                    $0.isEmpty ? "" : $0 + "\(Int.random(in: 0...30, using: &random))"
                } ?? ""
        case 4, 5: text += string(&random)
        case 6, 7:
            let fields = (0..<Int.random(in: 0...5, using: &random)).map { index in
                "\(space(&random))\"k\(index)\(index % 2 == 0 ? "\\u0041é" : "")\"\(space(&random)):\(document(&random, depth: depth + 1))"
            }
            text += "{" + fields.joined(separator: ",") + (fields.isEmpty ? space(&random) : "") + "}"
        default:
            let elements = (0..<Int.random(in: 0...5, using: &random)).map { _ in document(&random, depth: depth + 1) }
            text += "[" + elements.joined(separator: ",") + (elements.isEmpty ? space(&random) : "") + "]"
        }
        return text + space(&random)
    }

    private func string(_ random: inout SeededGenerator) -> String {
        let pieces = [
            "a", "plain text of some length", "é", "😀", "\\\"", "\\\\", "\\/", "\\b\\f\\n\\r\\t", "\\u0000", "\\u00e9",
            "\\ud83d\\ude00", "~", "\u{7F}",
            "\u{2028}",
        ]
        return "\""
            + (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined() + "\""
    }

    private func ours(_ bytes: [UInt8]) -> Result<JSONValue, ValidationFailure> {
        Result { () throws(ValidationFailure) in try JSONReader.decode(JSONValue.self, from: bytes) }
    }

    @Test("documents read the same, and written again still do", arguments: 0..<40)
    func valid(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<25 {
            let text = document(&random)
            let expected = try JSONDecoder().decode(Reference.self, from: Data(text.utf8))
            let value = try ours(Array(text.utf8)).get()
            #expect(Reference(value) == expected, "seed \(seed): \(text)")
            let written = JSONWriter.encode(value)
            #expect(try JSONDecoder().decode(Reference.self, from: Data(written)) == expected, "seed \(seed): \(text)")
            #expect(try ours(written).get() == value)
        }
    }

    @Test("damaged documents are refused wherever Foundation refuses them", arguments: 0..<40)
    func damaged(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed) &+ 1000)
        for _ in 0..<60 {
            var bytes = Array(document(&random).utf8)
            for _ in 0..<Int.random(in: 1...2, using: &random) where !bytes.isEmpty {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.remove(at: place)
                case 1: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 2: bytes.insert(Array("{}[],:\"\\0eE+-. tn".utf8).randomElement(using: &random) ?? 0, at: place)
                default: bytes.removeSubrange(place...)
                }
            }
            let reference = try? JSONDecoder().decode(Reference.self, from: Data(bytes))
            switch ours(bytes) {
            case .success(let value):
                #expect(reference == Reference(value), "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
            case .failure(let failure):
                // We are stricter about double keys and about bytes that Foundation repairs.
                let isStricter =
                    failure.detail?.contains("key that the object has already") == true || !failure.malformed
                #expect(
                    reference == nil || isStricter,
                    "seed \(seed): \(String(decoding: bytes, as: UTF8.self)): \(failure)")
            }
        }
    }

    @Test("numbers read to the nearest double, and are written in digits that read back", arguments: 0..<20)
    func numbers(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<200 {
            let value = Double(bitPattern: random.next())
            guard value.isFinite else { continue }
            let written = JSONWriter.encode(value)
            #expect(try JSONReader.decode(Double.self, from: written) == value)
            #expect(try JSONDecoder().decode(Double.self, from: Data(written)) == value)
            let digits =
                "\(random.next() >> UInt64.random(in: 0...63, using: &random)).\(random.next() % 1000)e\(Int.random(in: -40...40, using: &random))"
            #expect(try JSONReader.decode(Double.self, from: Array(digits.utf8)) == Double(digits), "\(digits)")
            let single = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))
            if single.isFinite { #expect(try JSONReader.decode(Float.self, from: JSONWriter.encode(single)) == single) }
            let integer = Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0...63, using: &random)
            #expect(String(decoding: JSONWriter.encode(integer), as: UTF8.self) == "\(integer)")
            #expect(try JSONReader.decode(Int64.self, from: JSONWriter.encode(integer)) == integer)
        }
    }

    @Test("moments read and write as Foundation does", arguments: 0..<10)
    func dates(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<200 {
            // Before 1582 Foundation counts in Julian days, RFC 3339 does not.
            let seconds = Int.random(in: -11_000_000_000...253_402_300_799, using: &random)
            let milliseconds = Int.random(in: 0...999, using: &random)
            let date = Date(timeIntervalSince1970: Double(seconds) + Double(milliseconds) / 1000)
            let written = JSONWriter.encode(date)
            let text = String(decoding: written.dropFirst().dropLast(), as: UTF8.self)
            let whole = Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
            #expect(text == whole.dropLast() + ".\(String(1000 + milliseconds).dropFirst())Z")
            let back = try JSONReader.decode(Date.self, from: written)
            #expect(abs(back.timeIntervalSince(date)) < 0.0005)
        }
    }
}
