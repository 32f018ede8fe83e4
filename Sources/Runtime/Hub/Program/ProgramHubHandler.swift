/// Runs a hub as its spec says, without generated code.
public struct ProgramHubHandler: HubHandler {
    /// What the client's request said: the values of its parameters, by source and name (`query.name`).
    public typealias Input = [String: JSONValue]
    /// Messages come as they are; the program reads them.
    public typealias Received = WebSocketMessage
    /// Messages go as they are; the program writes them.
    public typealias Sent = WebSocketMessage
    /// The parameters are kept for templates that use them.
    public typealias State = [String: JSONValue]

    private let program: HubProgram

    /// Makes a handler that runs a program.
    public init(_ program: HubProgram) { self.program = program }

    /// Lets everyone in: the route has checked the parameters.
    public func connecting(_ input: Input, _ context: RequestContext) async throws -> State { input }

    /// Greets the newcomer and tells the others.
    public func connected(_ client: Client) {
        if let welcome = program.welcome { client.send(render(welcome, for: client)) }
        if let joined = program.joined, client.isFirstOfUser {
            client.room.send(render(joined, for: client), except: client)
        }
    }

    /// Checks a message and relays it.
    public func received(_ message: WebSocketMessage, from client: Client) throws {
        var value = JSONValue.null
        if case .json(let type) = program.receives {
            guard message.kind == .text else { throw UnacceptedFrame(reason: "this hub takes JSON in text frames") }
            value = try message.withUnsafeBytes { try program.types.decode(type, from: $0) }
        }
        guard let rule = rule(for: value) else { return }
        let output: WebSocketMessage
        switch rule.send {
        case .asReceived: output = asReceived(message, value)
        case .wrapped(let field, let tag): output = wrapped(value, field, tag)
        case .message(let template):
            // A raw message is its text.
            if case .raw = program.receives { value = .string(message.text) }
            output = render(template, for: client, received: value)
        }
        switch rule.to {
        case .room: client.room.send(output)
        case .others: client.room.send(output, except: client)
        case .sender: client.send(output)
        }
    }

    /// Tells the others.
    public func disconnected(_ client: Client, _ close: CloseReason) {
        if let left = program.left, client.wasLastOfUser {
            client.room.send(render(left, for: client), except: client)
        }
    }

    private func rule(for value: JSONValue) -> HubProgram.Rule? {
        switch program.relay {
        case .nothing: nil
        case .rule(let rule): rule
        case .byTag(let field, let rules): value[field]?.string.flatMap { rules[$0] }
        }
    }

    private func asReceived(_ message: WebSocketMessage, _ value: JSONValue) -> WebSocketMessage {
        guard case .json(let type) = program.receives else { return message }
        var json = JSONWriter()
        program.types.write(value, as: type, to: &json)
        return WebSocketMessage(json: json)
    }

    private func wrapped(_ value: JSONValue, _ field: String, _ tag: String) -> WebSocketMessage {
        guard case .json(let type) = program.receives else { return WebSocketMessage(text: "") }
        var json = JSONWriter()
        json.beginObject()
        json.key(field)
        json.string(tag)
        program.types.writeFields(of: value, as: type, to: &json)
        json.endObject()
        return WebSocketMessage(json: json)
    }

    private func render(
        _ message: HubProgram.Message, for client: Client, received: JSONValue = .null
    ) -> WebSocketMessage {
        let room = client.room
        // A message has one number, however often its template names it.
        var number: Int64?
        let scope = TemplateScope(
            received: received, user: client.user, room: room.name, roomUsers: { room.users },
            parameters: client.state,
            sequence: {
                let value = number ?? room.nextSequence()
                number = value
                return value
            }, types: program.types)
        if case .raw(let kind) = program.receives, let parts = message.value.textParts {
            let text = scope.text(parts)
            return kind == .binary ? WebSocketMessage(bytes: Array(text.utf8)) : WebSocketMessage(text: text)
        }
        var json = JSONWriter()
        if let tag = message.tag, case .object(let fields) = message.value {
            json.beginObject()
            json.key(tag.field)
            json.string(tag.value)
            scope.writeFields(fields, to: &json)
            json.endObject()
        } else {
            scope.write(message.value, to: &json)
        }
        return WebSocketMessage(json: json)
    }
}

extension WebSocketMessage {
    /// A text message of what was written.
    fileprivate init(json: borrowing JSONWriter) {
        self = json.withBytes { WebSocketMessage(.text, $0) }
    }
}
