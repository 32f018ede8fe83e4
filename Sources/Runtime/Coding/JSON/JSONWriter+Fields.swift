extension JSONWriter {
    /// Writes a field of an object.
    public mutating func field(_ name: StaticString, _ value: String) {
        key(name)
        string(value)
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

    /// Writes a field of an object: an array whose elements the closure writes one by one.
    public mutating func field<Element>(
        _ name: StaticString, _ elements: [Element], _ element: (inout JSONWriter, Element) -> Void
    ) {
        key(name)
        beginArray()
        for value in elements { element(&self, value) }
        endArray()
    }
}
