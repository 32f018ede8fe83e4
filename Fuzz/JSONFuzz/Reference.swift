import Foundation

/// Any JSON as Foundation reads it.
indirect enum Reference: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Reference])
    case object([String: Reference])

    init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
            var elements: [Reference] = []
            while !list.isAtEnd { elements.append(try list.decode(Reference.self)) }
            self = .array(elements)
            return
        }
        if let object = try? decoder.container(keyedBy: Key.self) {
            var fields: [String: Reference] = [:]
            for key in object.allKeys { fields[key.stringValue] = try object.decode(Reference.self, forKey: key) }
            self = .object(fields)
            return
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else {
            self = .number(try value.decode(Double.self))
        }
    }

    struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Foundation compares by canonical equivalence through `String`; bytes must be the same here.
    static func == (left: Reference, right: Reference) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a == b
        default: false
        }
    }
}

/// The sample message as Foundation reads it: no rules, and moments as text.
struct PlainMessage: Decodable {
    struct Say: Decodable { var text: String }
    var id: Int64
    var room: String
    var user: String
    var text: String
    var sentAt: String
    var replyTo: Int64?
    var tags: [String]?
    var role: String?
    var scores: [String: Double]?
    var say: Say?
}
