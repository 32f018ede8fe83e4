/// A config file's characters in lines, checked.
struct ConfigText: Sendable {
    /// Every line without its break; a text that ends with a break has an empty last one.
    let lines: [[Unicode.Scalar]]

    /// The largest file, in bytes.
    static let largest = 1 << 20

    /// Why bytes are no text for us.
    struct Fault: Error {
        var line = 1
        var column = 1
        let message: String
        let help: String
    }

    init(_ bytes: [UInt8]) throws(Fault) {
        guard bytes.count <= Self.largest else {
            throw Fault(message: "the file has more than \(Self.largest) bytes", help: "is it a config file at all?")
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard let string = String(validating: content, as: UTF8.self) else {
            let (line, column) = Self.firstBadPlace(in: content)
            throw Fault(
                line: line, column: column, message: "the file is not UTF-8 text", help: "save the file as UTF-8")
        }
        lines = Self.split(string)
        for (number, line) in lines.enumerated() {
            guard let column = line.firstIndex(where: { !Self.isAllowed($0.value) }) else { continue }
            throw Fault(
                line: number + 1, column: column + 1,
                message: "the character U+\(Self.hex(line[column].value)) is not allowed in YAML",
                help: "take it out, or write it as an escape in double quotes")
        }
    }

    /// The lines of a text; breaks are LF, CRLF and CR.
    private static func split(_ string: String) -> [[Unicode.Scalar]] {
        var lines: [[Unicode.Scalar]] = []
        var line: [Unicode.Scalar] = []
        var isAfterCarriageReturn = false
        for scalar in string.unicodeScalars {
            defer { isAfterCarriageReturn = scalar == "\r" }
            if scalar == "\n", isAfterCarriageReturn { continue }
            if scalar == "\n" || scalar == "\r" {
                lines.append(line)
                line.removeAll(keepingCapacity: true)
                continue
            }
            line.append(scalar)
        }
        lines.append(line)
        return lines
    }

    /// A line of bytes that are no text for us, as far as it can be shown.
    static func line(_ number: Int, of bytes: [UInt8]) -> String {
        guard bytes.count <= largest else { return "" }
        let lines = split(String(decoding: bytes, as: UTF8.self))
        return number <= lines.count ? String(String.UnicodeScalarView(lines[number - 1])) : ""
    }

    /// A finding with its source line.
    func diagnostic(_ message: String, at span: ConfigSpan, help: String?, path: String) -> ConfigDiagnostic {
        let line = lines.indices.contains(span.line - 1) ? lines[span.line - 1] : []
        let end = span.endLine > span.line ? max(line.count + 1, span.column) : span.endColumn
        return ConfigDiagnostic(
            path: path, line: span.line, column: span.column, endColumn: end, message: message, help: help,
            sourceLine: String(String.UnicodeScalarView(line)))
    }

    private static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x09: true
        case 0..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: false
        default: true
        }
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }

    private static func firstBadPlace(in bytes: ArraySlice<UInt8>) -> (line: Int, column: Int) {
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        var line = 1
        var column = 1
        while case .valid(let encoded) = parser.parseScalar(from: &iterator) {
            let isBreak = encoded.first == UInt8(ascii: "\n")
            line += isBreak ? 1 : 0
            column = isBreak ? 1 : column + 1
        }
        return (line, column)
    }
}
