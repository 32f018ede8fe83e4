extension JSONWriter {
    /// Writes a field of an object.
    public mutating func field(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
    }

    /// Writes a field of an object whose value stands in code, such as the tag of a union.
    public mutating func field(_ name: StaticString, word: StaticString) {
        key(name)
        self.word(word)
    }

    /// Writes a field of an object.
    public mutating func field(_ name: StaticString, _ value: Int) {
        key(name)
        integer(value)
    }

    /// Writes a field of an object.
    public mutating func field(_ name: StaticString, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// Writes a field of an object.
    public mutating func field(_ name: StaticString, _ value: some JSONEncodable) {
        key(name)
        value.encode(to: &self)
    }

    /// Writes a field of an object; nil writes nothing at all.
    public mutating func field(_ name: StaticString, _ value: (some JSONEncodable)?) {
        guard let value else { return }
        key(name)
        value.encode(to: &self)
    }

    /// Writes a field of an object: absent is not written, null is null.
    public mutating func field(_ name: StaticString, _ value: Patch<some JSONEncodable>) {
        switch value {
        case .absent: break
        case .null:
            key(name)
            null()
        case .value(let value):
            key(name)
            value.encode(to: &self)
        }
    }

    /// Writes a field of an object: bytes as a base64 string; nil writes nothing at all.
    public mutating func field(_ name: StaticString, base64 value: [UInt8]?) {
        guard let value else { return }
        key(name)
        base64(value)
    }

    /// Writes a field of an object whose value the closure writes.
    public mutating func field(_ name: StaticString, _ value: (inout JSONWriter) -> Void) {
        key(name)
        value(&self)
    }

    /// Writes a field of an object, its value as the closure writes it.
    public mutating func field<Value>(
        _ name: StaticString, _ value: Value, as write: (inout JSONWriter, Value) -> Void
    ) {
        key(name)
        write(&self, value)
    }

    /// Writes a field of an object, its value as the closure writes it; nil writes nothing at all.
    public mutating func field<Value>(
        _ name: StaticString, _ value: Value?, as write: (inout JSONWriter, Value) -> Void
    ) {
        guard let value else { return }
        key(name)
        write(&self, value)
    }

    /// Writes a field of an object, its value as the closure writes it: absent is not written, null is null.
    public mutating func field<Value>(
        _ name: StaticString, _ value: Patch<Value>, as write: (inout JSONWriter, Value) -> Void
    ) {
        switch value {
        case .absent: break
        case .null:
            key(name)
            null()
        case .value(let value):
            key(name)
            write(&self, value)
        }
    }

    /// Writes an array whose elements the closure writes one by one.
    public mutating func array<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
        beginArray()
        for element in elements { write(&self, element) }
        endArray()
    }

    /// Writes an object of pairs in the order of their keys, whose values the closure writes one by one.
    public mutating func map<Value>(_ values: [String: Value], _ write: (inout JSONWriter, Value) -> Void) {
        beginObject()
        for (key, value) in values.sorted(by: { $0.key < $1.key }) {
            self.key(key)
            write(&self, value)
        }
        endObject()
    }
}
