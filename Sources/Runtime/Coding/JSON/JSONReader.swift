/// Reads JSON straight from bytes into typed values.
///
/// Strict (RFC 8259): one value and nothing after it, no duplicate keys, UTF-8, a depth limit. Text that is no JSON is thrown;
/// a value of the wrong kind or one that breaks a rule is *recorded*, with its JSON pointer, and reads as nil, so that
/// one reading reports all that is wrong. null reads as nil too, and records nothing.
///
/// A reader lives for one call of `decode`; types get it `inout` and can't keep it.
public struct JSONReader: ~Copyable {
    /// A violation, before anyone knows its pointer.
    struct Finding {
        /// Where the value (or, for a child, the object) starts.
        let offset: Int
        let child: String?
        let message: String
        let code: String
    }

    var cursor: JSONCursor
    let options: JSONOptions
    private(set) var findings: [Finding] = []
    /// How many findings there were beyond the most that are recorded.
    private(set) var unlisted = 0
    private var keys = JSONKeyLog()
    private var depth = 0
    /// Whether the next key or element is the first of its object or array.
    private var isFresh = false
    /// Where the object started that was read to its end last, for `require`.
    private(set) var lastObject = 0
    /// Where the word starts that was read last, for `unknownWord`.
    var wordStart = 0
    /// Keys that chose the member of a union: the member's own type does not know them.
    private var tags: [Int] = []

    init(_ bytes: UnsafeRawBufferPointer, options: JSONOptions) {
        cursor = JSONCursor(bytes, maxDepth: options.maxDepth)
        self.options = options
        cursor.skipSpace()
    }

    /// What to throw when a value can't be made; what is wrong is recorded already.
    public var failure: DecodingFailure { .invalid }

    // MARK: Objects

    /// Steps into an object.
    ///
    /// - Throws: `.invalid` if it is no object; then it is skipped.
    public mutating func beginObject() throws(DecodingFailure) {
        guard cursor.peek == UInt8(ascii: "{") else { throw try mismatch("must be an object") }
        guard depth < options.maxDepth else { throw cursor.error(.tooDeep) }
        keys.beginObject(at: cursor.position)
        cursor.position += 1
        depth += 1
        isFresh = true
    }

    /// The next key of the object, the reader then standing at its value; nil at the object's end.
    public mutating func nextKey() throws(DecodingFailure) -> JSONKey? {
        cursor.skipSpace()
        if cursor.peek == UInt8(ascii: "}") {
            cursor.position += 1
            endObject()
            return nil
        }
        if !isFresh {
            guard cursor.peek == UInt8(ascii: ",") else { throw cursor.error(.expectedCommaOrEnd) }
            cursor.position += 1
            cursor.skipSpace()
        }
        isFresh = false
        guard cursor.peek == UInt8(ascii: "\"") else { throw cursor.error(.expectedKey) }
        let start = cursor.position
        let key = try self.key()
        guard keys.insert(key) else { throw .malformed(JSONSyntaxError(.duplicateKey, at: start)) }
        try cursor.colon()
        return key
    }

    mutating func key() throws(DecodingFailure) -> JSONKey {
        let text = try cursor.text()
        let bytes = UnsafeRawBufferPointer(rebasing: cursor.bytes[text.range])
        return text.hasEscapes ? JSONText.unescaped(bytes).withUnsafeBytes { JSONKey($0) } : JSONKey(bytes)
    }

    private mutating func endObject() {
        depth -= 1
        isFresh = false
        lastObject = keys.endObject()
    }

    /// Steps over the value of a key that the type does not have.
    public mutating func skip(_ key: JSONKey) throws(DecodingFailure) {
        if options.rejectsUnknownFields, !tags.contains(cursor.position) {
            record("is not a field of this type", code: "unknown")
        }
        try skipValue()
    }

    /// Records that a field is missing, unless it is there and its own violation is recorded already.
    ///
    /// Call it after the last `nextKey` of the object.
    public mutating func require(_ name: StaticString, _ isPresent: Bool) {
        if !isPresent { requireMissing(name.description) }
    }

    /// The same for a field whose name is known at run time only.
    mutating func requireMissing(_ name: String, _ message: String = "is required") {
        var lookup = cursor
        lookup.position = lastObject
        if let value = lookup.find(name), lookup.bytes[value] != UInt8(ascii: "n") { return }
        record(message, code: "required", at: lastObject, child: name)
    }

    // MARK: Unions

    /// The value of the field that chooses a union's member. The reader stays before the object.
    ///
    /// - Throws: `.invalid` if there is no object; then it is skipped.
    public mutating func tag(_ name: StaticString) throws(DecodingFailure) -> JSONKey {
        try tag(named: name.description)
    }

    /// The same for a field whose name is known at run time only.
    mutating func tag(named name: String) throws(DecodingFailure) -> JSONKey {
        guard cursor.peek == UInt8(ascii: "{") else { throw try mismatch("must be an object") }
        guard depth < options.maxDepth else { throw cursor.error(.tooDeep) }
        var lookup = cursor
        guard let value = try lookup.findChecked(name, depth: depth), cursor.bytes[value] == UInt8(ascii: "\"") else {
            return .absent
        }
        if options.rejectsUnknownFields { tags.append(value) }
        let start = cursor.position
        cursor.position = value
        defer { cursor.position = start }
        return try key()
    }

    /// Records that a union's tag is missing or none of the known ones; throw what it returns.
    public mutating func unknownTag(_ name: StaticString, _ known: [String]) -> DecodingFailure {
        unknownTag(named: name.description, known)
    }

    /// The same for a field whose name is known at run time only.
    mutating func unknownTag(named name: String, _ known: [String]) -> DecodingFailure {
        var lookup = cursor
        if let value = lookup.find(name), cursor.bytes[value] != UInt8(ascii: "n") {
            record(Messages.oneOf(known), code: "oneOf", at: value)
        } else {
            record("is required", code: "required", at: cursor.position, child: name)
        }
        return .invalid
    }

    // MARK: Arrays

    /// Steps into an array; false if it is null or (recorded) no array, which is then skipped.
    public mutating func beginArray() throws(DecodingFailure) -> Bool {
        guard cursor.peek == UInt8(ascii: "[") else {
            try recordMismatch("must be an array")
            return false
        }
        guard depth < options.maxDepth else { throw cursor.error(.tooDeep) }
        cursor.position += 1
        depth += 1
        isFresh = true
        return true
    }

    /// Whether there is another element, the reader then standing at it; false at the array's end.
    ///
    /// A null among the elements is recorded and stepped over.
    public mutating func nextElement() throws(DecodingFailure) -> Bool {
        while try nextValue() {
            guard cursor.peek == UInt8(ascii: "n") else { return true }
            record("must not be null", code: "type")
            try cursor.literal("null")
        }
        return false
    }

    /// The same, null being an element like others.
    mutating func nextValue() throws(DecodingFailure) -> Bool {
        cursor.skipSpace()
        if cursor.peek == UInt8(ascii: "]") {
            cursor.position += 1
            depth -= 1
            isFresh = false
            return false
        }
        if !isFresh {
            guard cursor.peek == UInt8(ascii: ",") else { throw cursor.error(.expectedCommaOrEnd) }
            cursor.position += 1
            cursor.skipSpace()
        }
        isFresh = false
        return true
    }

    // MARK: Values

    /// A value of a type of its own; nil for null, or if it breaks a rule (recorded).
    @inlinable
    public mutating func value<Value: JSONDecodable>(
        _ type: Value.Type = Value.self
    ) throws(DecodingFailure) -> Value? {
        try nested { (json) throws(DecodingFailure) in try Value(from: &json) }
    }

    /// A value that the closure reads; nil for null, or if it throws `.invalid` (what is wrong is recorded).
    @inlinable
    mutating func nested<Value>(
        _ read: (inout JSONReader) throws(DecodingFailure) -> Value?
    ) throws(DecodingFailure) -> Value? {
        if try null() { return nil }
        let place = self.place
        do throws(DecodingFailure) {
            return try read(&self)
        } catch .invalid {
            try skip(from: place)
            return nil
        }
    }

    /// A place before a value.
    @usableFromInline
    struct Place {
        let start: Int
        let depth: Int
        let objects: Int
    }

    @usableFromInline var place: Place { Place(start: cursor.position, depth: depth, objects: keys.depth) }

    /// Goes on behind the value at a place, whatever its type read or left.
    @usableFromInline
    mutating func skip(from place: Place) throws(DecodingFailure) {
        cursor.position = place.start
        depth = place.depth
        isFresh = false
        keys.unwind(to: place.objects)
        try skipValue()
    }

    /// Whether there is a null; then it is stepped over.
    public mutating func null() throws(DecodingFailure) -> Bool {
        guard cursor.peek == UInt8(ascii: "n") else { return false }
        try cursor.literal("null")
        return true
    }

    // MARK: Recording

    /// Records what is wrong with the value at which the reader stands.
    public mutating func record(_ message: String, code: String) {
        record(message, code: code, at: cursor.position)
    }

    mutating func record(_ message: String, code: String, at offset: Int, child: String? = nil) {
        guard findings.count < options.maxViolations else {
            unlisted += 1
            return
        }
        findings.append(Finding(offset: offset, child: child, message: message, code: code))
    }

    /// Records that the value is of the wrong kind, and steps over it; null is no mistake.
    mutating func recordMismatch(_ message: String) throws(DecodingFailure) {
        if try null() { return }
        record(message, code: "type")
        try skipValue()
    }

    /// The same where null is a mistake too.
    private mutating func mismatch(_ message: String) throws(DecodingFailure) -> DecodingFailure {
        record(message, code: "type")
        try skipValue()
        return .invalid
    }

    /// Steps over the value, whatever it is, and as strictly as if it were read: its objects have each key once, too.
    @usableFromInline
    mutating func skipValue() throws(DecodingFailure) {
        switch cursor.peek {
        case UInt8(ascii: "{"):
            try beginObject()
            while try nextKey() != nil { try skipValue() }
        case UInt8(ascii: "["):
            _ = try beginArray()
            while try nextValue() { try skipValue() }
        default:
            try cursor.skipValue(depth: depth)
        }
    }
}
