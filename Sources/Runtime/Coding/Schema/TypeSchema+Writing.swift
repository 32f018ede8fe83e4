extension TypeTable {
    /// Writes a value as the generated code of its type does: fields in the order of the type.
    public func write(_ value: JSONValue, as schema: TypeSchema, to json: inout JSONWriter) {
        switch (resolve(schema), value) {
        case (.object, .object):
            json.beginObject()
            writeFields(of: value, as: schema, to: &json)
            json.endObject()
        case (.union(let tag, let members), .object(let values)):
            json.beginObject()
            if let name = values[tag]?.string, let member = members.first(where: { $0.tag == name }) {
                json.key(tag)
                json.string(name)
                writeFields(of: value, as: member.type, to: &json)
            }
            json.endObject()
        case (.list(let element, _, _), .array(let values)):
            json.beginArray()
            for value in values { write(value, as: element, to: &json) }
            json.endArray()
        case (.map(let type, _, _), .object(let values)):
            json.beginObject()
            for name in values.keys.sorted() {
                json.key(name)
                write(values[name] ?? .null, as: type, to: &json)
            }
            json.endObject()
        case (.number(_, isSingle: true), .number(let number)): json.float(Float(number))
        case (.choice(let type, _), _): write(value, as: type, to: &json)
        case (.quoted, .integer(let number)): json.inQuotes(number)
        case (.quoted(let type), .number(let number)):
            if isSingle(type) { json.inQuotes(Float(number)) } else { json.inQuotes(number) }
        default: value.encode(to: &json)
        }
    }

    private func isSingle(_ schema: TypeSchema) -> Bool {
        switch resolve(schema) {
        case .number(_, let isSingle): isSingle
        case .choice(let type, _): isSingle(type)
        default: false
        }
    }

    /// Writes an object's fields without the braces; what is absent is left out.
    public func writeFields(of value: JSONValue, as schema: TypeSchema, to json: inout JSONWriter) {
        guard case .object(let object) = resolve(schema), case .object(let values) = value else { return }
        for field in object.fields {
            guard let value = values[field.name] else { continue }
            json.key(field.name)
            write(value, as: field.type, to: &json)
        }
    }
}
