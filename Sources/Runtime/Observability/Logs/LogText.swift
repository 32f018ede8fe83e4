import Logging

/// Metadata as text; what would start a new line or move the terminal's cursor is escaped, so nobody forges log lines.
enum LogText {
    /// The text with its control characters escaped.
    static func singleLine(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where isControl(scalar): result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
            || ("\u{202A}"..."\u{202E}").contains(scalar) || ("\u{2066}"..."\u{2069}").contains(scalar)
    }

    /// A value for a text line: in quotes if it would not read as one word.
    static func value(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): word(text)
        case .stringConvertible(let value): word(value.description)
        case .array(let values): "[\(values.map(self.value).joined(separator: ","))]"
        case .dictionary(let values):
            "{\(values.sorted { $0.key < $1.key }.map { "\(word($0.key)):\(self.value($0.value))" }.joined(separator: ","))}"
        }
    }

    static func word(_ text: String) -> String {
        let line = singleLine(text)
        guard line.isEmpty || line.contains(where: { $0 == " " || $0 == "\"" || $0 == "=" }) else { return line }
        return "\"\(line.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\""))\""
    }

    static func write(_ value: Logger.MetadataValue, to json: inout JSONWriter) {
        switch value {
        case .string(let text): json.string(text)
        case .stringConvertible(let value): write(convertible: value, to: &json)
        case .array(let values):
            json.beginArray()
            for value in values { write(value, to: &json) }
            json.endArray()
        case .dictionary(let values):
            json.beginObject()
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                json.key(key)
                write(value, to: &json)
            }
            json.endObject()
        }
    }

    private static func write(convertible value: any CustomStringConvertible & Sendable, to json: inout JSONWriter) {
        switch value {
        case let number as Int: json.integer(number)
        case let number as UInt64: json.integer(number)
        case let number as Double: json.double(number)
        case let flag as Bool: json.bool(flag)
        default: json.string(value.description)
        }
    }
}
