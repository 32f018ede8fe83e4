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

    /// Whether the body says that it is of one of the types (`image/png`, `image/*`), or says nothing. Text must be UTF-8.
    static func isAny(_ types: [String], isText: Bool = false, _ head: RequestHead) -> Bool {
        guard let range = head.range(of: .contentType) else { return true }
        return head.withBytes(range) { value in
            if isText, let charset = parameter("charset", of: value) {
                let names: [StaticString] = ["utf-8", "utf8", "us-ascii"]
                guard names.contains(where: { ASCII.equalsIgnoringCase(charset, $0) }) else { return false }
            }
            let type = essence(value)
            return types.isEmpty || types.contains { matches(type, Array($0.utf8)) }
        }
    }

    private static func matches(_ type: UnsafeRawBufferPointer, _ wanted: [UInt8]) -> Bool {
        let isRange = wanted.suffix(2).elementsEqual("/*".utf8)
        let wanted = isRange ? wanted.dropLast() : wanted[...]
        guard isRange ? type.count > wanted.count : type.count == wanted.count else { return false }
        return zip(type, wanted).allSatisfy { ASCII.lowercased($0) == ASCII.lowercased($1) }
    }

    /// Whether the body is an urlencoded form.
    static func isForm(_ head: RequestHead) -> Bool {
        guard let range = head.range(of: .contentType) else { return false }
        return head.withBytes(range) {
            ASCII.equalsIgnoringCase(essence($0), "application/x-www-form-urlencoded")
        }
    }

    /// The boundary of a multipart form; nil if the body is none.
    ///
    /// - Throws: `HTTPError` 400 if the boundary is missing or none (RFC 2046 §5.1.1).
    static func multipart(_ head: RequestHead) throws(HTTPError) -> [UInt8]? {
        guard let range = head.range(of: .contentType) else { return nil }
        let boundary: [UInt8]?? = head.withBytes(range) { value in
            guard ASCII.equalsIgnoringCase(essence(value), "multipart/form-data") else { return nil }
            return .some(self.boundary(value))
        }
        guard let found = boundary else { return nil }
        guard let result = found else {
            throw .badRequest("a multipart form's Content-Type needs a boundary of 1 to 70 characters")
        }
        return result
    }

    private static func boundary(_ value: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let content = parameter("boundary", of: value) else { return nil }
        let isBoundary =
            1...70 ~= content.count && content.last != 0x20
            && content.allSatisfy { byte in
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || "'()+_,-./:=? ".utf8.contains(byte)
            }
        return isBoundary ? Array(content) : nil
    }

    /// The value of a type's parameter, without quotes.
    private static func parameter(
        _ name: StaticString, of value: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        for parameter in value.split(separator: UInt8(ascii: ";")).dropFirst() {
            let text = ASCII.trimmed(UnsafeRawBufferPointer(rebasing: parameter))
            guard let equals = text.firstIndex(of: UInt8(ascii: "=")),
                ASCII.equalsIgnoringCase(UnsafeRawBufferPointer(rebasing: text[..<equals]), name)
            else { continue }
            var content = text[(equals + 1)...]
            if content.count >= 2, content.first == UInt8(ascii: "\""), content.last == UInt8(ascii: "\"") {
                content = content.dropFirst().dropLast()
            }
            return UnsafeRawBufferPointer(rebasing: content)
        }
        return nil
    }

    /// The type without its parameters.
    private static func essence(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let end = value.firstIndex(of: UInt8(ascii: ";")) ?? value.count
        return ASCII.trimmed(UnsafeRawBufferPointer(rebasing: value[..<end]))
    }
}
