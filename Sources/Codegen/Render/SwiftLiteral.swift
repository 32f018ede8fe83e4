/// Values as Swift source.
enum SwiftLiteral {
    /// A string literal; whatever the text holds, it stays one.
    static func string(_ text: String) -> String {
        if isPlain(text) { return "\"\(text)\"" }
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case "\r": literal += "\\r"
            case "\t": literal += "\\t"
            default:
                let hidden =
                    scalar.value < 0x20 || scalar.value == 0x7F
                    || [.format, .control, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned]
                        .contains(scalar.properties.generalCategory)
                literal += hidden ? "\\u{\(String(scalar.value, radix: 16, uppercase: true))}" : String(scalar)
            }
        }
        return literal + "\""
    }

    /// Whether it is printable ASCII without a quote or a backslash, as most is: nothing is to be done to it.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    /// A number with its digits in groups of three from five digits on: `100_000`.
    static func integer(_ value: some BinaryInteger) -> String {
        let text = String(value)
        let sign = text.hasPrefix("-") ? "-" : ""
        let digits = Array(text.drop { $0 == "-" })
        guard digits.count > 4 else { return text }
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % 3 == 0 { grouped += "_" }
            grouped.append(digit)
        }
        return sign + grouped
    }

    /// A duration in the largest unit that holds it whole: `.seconds(54)`.
    static func duration(_ value: Duration) -> String {
        let (seconds, attoseconds) = value.components
        if attoseconds == 0 { return ".seconds(\(integer(seconds)))" }
        let nanoseconds = seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        if nanoseconds % 1_000_000 == 0 { return ".milliseconds(\(integer(nanoseconds / 1_000_000)))" }
        if nanoseconds % 1_000 == 0 { return ".microseconds(\(integer(nanoseconds / 1_000)))" }
        return ".nanoseconds(\(integer(nanoseconds)))"
    }
}
