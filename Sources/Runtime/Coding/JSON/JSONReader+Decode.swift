extension JSONReader {
    /// Reads one value that takes up the whole text.
    ///
    /// - Throws: `ValidationFailure`, malformed if the text is no JSON, else with all that the value breaks.
    public static func decode<Value: JSONDecodable>(
        _ type: Value.Type = Value.self, from bytes: [UInt8], options: JSONOptions = JSONOptions()
    ) throws(ValidationFailure) -> Value {
        try decode(from: bytes, options: options) { (json) throws(DecodingFailure) in try Value(from: &json) }
    }

    /// The same from borrowed bytes, for who has them in another shape.
    public static func decode<Value: JSONDecodable>(
        _ type: Value.Type = Value.self, from bytes: UnsafeRawBufferPointer, options: JSONOptions = JSONOptions()
    ) throws(ValidationFailure) -> Value {
        try decode(from: bytes, options: options) { (json) throws(DecodingFailure) in try Value(from: &json) }
    }

    /// The same from bytes that lie in an array.
    static func decode<Value>(
        from bytes: [UInt8], options: JSONOptions, _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(ValidationFailure) -> Value {
        let result = bytes.withUnsafeBytes { bytes in
            Result<Value, ValidationFailure> { () throws(ValidationFailure) in
                try decode(from: bytes, options: options, read)
            }
        }
        return try result.get()
    }

    /// The same for a value that the closure reads.
    static func decode<Value>(
        from bytes: UnsafeRawBufferPointer, options: JSONOptions,
        _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(ValidationFailure) -> Value {
        var reader = JSONReader(bytes, options: options)
        let value: Value?
        do throws(DecodingFailure) {
            value = try reader.root(read)
        } catch {
            guard case .malformed(let syntax) = error else {
                throw ValidationFailure(violations: reader.violations, unlisted: reader.unlisted)
            }
            throw ValidationFailure(syntax, in: bytes)
        }
        guard let value, reader.findings.isEmpty else {
            throw ValidationFailure(violations: reader.violations, unlisted: reader.unlisted)
        }
        return value
    }

    private mutating func root<Value>(
        _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(DecodingFailure) -> Value? {
        let place = self.place
        let start = place.start
        let value: Value?
        do throws(DecodingFailure) {
            value = try read(&self)
            if value == nil, findings.isEmpty { record("must not be null", code: "type", at: start) }
        } catch .invalid {
            // What stands behind a bad value must be checked all the same.
            value = nil
            try skip(from: place)
            if findings.isEmpty { record("must not be null", code: "type", at: start) }
        }
        cursor.skipSpace()
        guard cursor.position == cursor.bytes.count else {
            throw .malformed(JSONSyntaxError(.trailingData, at: cursor.position))
        }
        return value
    }

    /// What was recorded, with pointers, in the order of the text.
    var violations: [Violation] {
        let pointers = JSONPointers.resolve(findings.map(\.offset), in: cursor.bytes, maxDepth: options.maxDepth)
        // The order of two findings about one place stays: sorting is stable.
        return findings.sorted { $0.offset < $1.offset }.map { finding in
            let child = finding.child.map { "/" + JSONPointers.escape($0) } ?? ""
            return Violation(.body, pointers[finding.offset, default: ""] + child, finding.message, code: finding.code)
        }
    }
}

extension ValidationFailure {
    /// What makes a text no JSON, and where.
    init(_ error: JSONSyntaxError, in bytes: UnsafeRawBufferPointer) {
        if bytes.isEmpty {
            self.init(violations: [], malformed: true, detail: "the body is empty; it must be JSON")
            return
        }
        let before = bytes[..<min(error.offset, bytes.count)]
        let line = before.reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        self.init(
            violations: [], malformed: true,
            detail: "not JSON: \(error.reason.rawValue) (line \(line), byte \(error.offset - lineStart + 1))")
    }
}
