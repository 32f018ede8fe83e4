import GatewayRuntime

/// The shapes that gen writes, by hand.
enum Sample {}

extension Sample {
    struct Say: Hashable, Sendable {
        var text: String
    }
}

extension Sample.Say: JSONCodable {
    init(from json: inout JSONReader) throws(DecodingFailure) {
        var text: String?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "text": text = try json.string(StringRules(trim: true, length: 1...512))
            default: try json.skip(key)
            }
        }
        json.require("text", text != nil)
        guard let text else { throw json.failure }
        self.text = text
    }

    func encodeFields(to json: inout JSONWriter) {
        json.field("text", text)
    }
}

extension Sample {
    enum Role: String, CaseIterable, Hashable, Sendable {
        case admin, member
    }
}

extension Sample.Role: JSONDecodable, JSONEncodable {
    init(from json: inout JSONReader) throws(DecodingFailure) {
        switch try json.word() {
        case "admin": self = .admin
        case "member": self = .member
        default: throw json.unknownWord(["admin", "member"])
        }
    }

    func encode(to json: inout JSONWriter) {
        switch self {
        case .admin: json.word("admin")
        case .member: json.word("member")
        }
    }
}

extension Sample {
    struct Message: Hashable, Sendable {
        var id: Int64
        var room: String
        var user: String
        var text: String
        var sentAt: Date
        var replyTo: Int64?
        var tags: [String]
        var role: Sample.Role?
        var scores: [String: Double]
        var say: Sample.Say?
    }
}

extension Sample.Message: JSONCodable {
    init(from json: inout JSONReader) throws(DecodingFailure) {
        var id: Int64?
        var room: String?
        var user: String?
        var text: String?
        var sentAt: Date?
        var replyTo: Int64?
        var tags: [String]?
        var role: Sample.Role?
        var scores: [String: Double]?
        var say: Sample.Say?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "id": id = try json.integer(Int64.self)
            case "room": room = try json.string()
            case "user": user = try json.string(StringRules(length: 1...32))
            case "text": text = try json.string()
            case "sentAt": sentAt = try json.date()
            case "replyTo": replyTo = try json.integer(Int64.self, range: 1...Int64.max)
            case "tags":
                tags = try json.array(items: ...4) { (json) throws(DecodingFailure) in
                    try json.string(StringRules(length: 1...8))
                }
            case "role": role = try json.value(Sample.Role.self)
            case "scores": scores = try json.map(of: Double.self)
            case "say": say = try json.value(Sample.Say.self)
            default: try json.skip(key)
            }
        }
        json.require("id", id != nil)
        json.require("room", room != nil)
        json.require("user", user != nil)
        json.require("text", text != nil)
        json.require("sentAt", sentAt != nil)
        guard let id, let room, let user, let text, let sentAt else { throw json.failure }
        self.init(
            id: id, room: room, user: user, text: text, sentAt: sentAt, replyTo: replyTo, tags: tags ?? [], role: role,
            scores: scores ?? [:], say: say)
    }

    func encodeFields(to json: inout JSONWriter) {
        json.field("id", id)
        json.field("room", room)
        json.field("user", user)
        json.field("text", text)
        json.field("sentAt", sentAt)
        json.field("replyTo", replyTo)
        json.field("tags", tags)
        json.field("role", role)
        json.field("scores", scores)
        json.field("say", say)
    }
}

extension Sample {
    struct Joined: Hashable, Sendable {
        var user: String
    }
}

extension Sample.Joined: JSONCodable {
    init(from json: inout JSONReader) throws(DecodingFailure) {
        var user: String?
        try json.beginObject()
        while let key = try json.nextKey() {
            switch key {
            case "user": user = try json.string()
            default: try json.skip(key)
            }
        }
        json.require("user", user != nil)
        guard let user else { throw json.failure }
        self.user = user
    }

    func encodeFields(to json: inout JSONWriter) {
        json.field("user", user)
    }
}

extension Sample {
    enum Event: Hashable, Sendable {
        case message(Message)
        case joined(Joined)
    }
}

extension Sample.Event: JSONCodable {
    init(from json: inout JSONReader) throws(DecodingFailure) {
        switch try json.tag("type") {
        case "message": self = .message(try Sample.Message(from: &json))
        case "joined": self = .joined(try Sample.Joined(from: &json))
        default: throw json.unknownTag("type", ["message", "joined"])
        }
    }

    func encodeFields(to json: inout JSONWriter) {
        switch self {
        case .message(let value):
            json.field("type", word: "message")
            value.encodeFields(to: &json)
        case .joined(let value):
            json.field("type", word: "joined")
            value.encodeFields(to: &json)
        }
    }
}
