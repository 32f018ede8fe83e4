extension ScalarType {
    /// What it is, in Swift and in JSON, for editors.
    package var explanation: String {
        switch self {
        case .string: "Text. `String` in Swift."
        case .bool: "`true` or `false`. `Bool` in Swift."
        case .int: "A whole number of 64 bits. `Int` in Swift."
        case .int8, .int16, .int32, .int64: "A whole number of \(bits) bits, with a sign. `Int\(bits)` in Swift."
        case .uint: "A whole number of 64 bits, from zero. `UInt` in Swift."
        case .uint8, .uint16, .uint32, .uint64: "A whole number of \(bits) bits, from zero. `UInt\(bits)` in Swift."
        case .float: "A binary fraction of 32 bits. `Float` in Swift."
        case .double: "A binary fraction of 64 bits. `Double` in Swift."
        case .decimal: "An exact decimal fraction; a string in JSON."
        case .uuid: "A UUID; a string in JSON."
        case .url: "An absolute URL; a string in JSON."
        case .timestamp: "A moment; in JSON a string as in RFC 3339, such as `2030-01-02T03:04:05Z`."
        case .date: "A day; in JSON a string, `YYYY-MM-DD`."
        case .duration: "A span of time; in JSON a string as in ISO 8601, such as `PT1H30M`."
        case .bytes: "Bytes; a base64 string in JSON."
        case .json: "Any JSON."
        case .file: "An uploaded file; in `form` alone."
        }
    }

    private var bits: Substring { rawValue.drop { !$0.isNumber } }
}
