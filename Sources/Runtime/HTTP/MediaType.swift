/// Reading `Content-Type` (RFC 9110 §8.3) without making strings.
enum MediaType {
    /// Whether the body says that it is JSON, or says nothing: `application/json`, `application/…+json`.
    static func mayBeJSON(_ head: RequestHead) -> Bool {
        guard let range = head.range(of: .contentType) else { return true }
        return head.withBytes(range) { value in
            let type = essence(value)
            if ASCII.equalsIgnoringCase(type, "application/json") { return true }
            guard type.count > 17, type.contains(UInt8(ascii: "/")) else { return false }
            return ASCII.equalsIgnoringCase(UnsafeRawBufferPointer(rebasing: type[(type.count - 5)...]), "+json")
        }
    }

    /// Whether the body is an urlencoded form.
    static func isForm(_ head: RequestHead) -> Bool {
        guard let range = head.range(of: .contentType) else { return false }
        return head.withBytes(range) {
            ASCII.equalsIgnoringCase(essence($0), "application/x-www-form-urlencoded")
        }
    }

    /// The type without its parameters.
    private static func essence(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let end = value.firstIndex(of: UInt8(ascii: ";")) ?? value.count
        return ASCII.trimmed(UnsafeRawBufferPointer(rebasing: value[..<end]))
    }
}
