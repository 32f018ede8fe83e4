/// The headers of one part of a form (RFC 7578 §4).
struct MultipartHeader: Equatable {
    /// The field's name.
    let name: String
    /// What the client calls the file; nil for a field of text.
    let filename: String?
    /// What the client says that the content is.
    let contentType: String?

    /// Reads the header lines of a part, without the empty line behind them.
    init(_ bytes: ArraySlice<UInt8>) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HTTPError.badRequest("the headers of a form's part are not UTF-8")
        }
        var disposition: String?
        var contentType: String?
        for line in Self.lines(text) {
            guard let colon = line.firstIndex(of: ":"), colon > line.startIndex else {
                throw HTTPError.badRequest("a header line of a form's part has no name")
            }
            let value = StringRules.trimmed(String(line[line.index(after: colon)...]))
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard disposition == nil else {
                    throw HTTPError.badRequest("a form's part has two Content-Disposition")
                }
                disposition = value
            case "content-type": contentType = contentType ?? value
            case "content-transfer-encoding":
                // RFC 7578 §4.7: nobody sends it, and honouring it would make two readers differ.
                guard ["binary", "8bit", "7bit"].contains(value.lowercased()) else {
                    throw HTTPError.badRequest("a form's part may have no Content-Transfer-Encoding")
                }
            default: break
            }
        }
        guard let disposition, let parameters = Self.parameters(disposition), let name = parameters["name"] else {
            throw HTTPError.badRequest("a form's part needs Content-Disposition: form-data with a name")
        }
        self.name = name
        filename = parameters["filename"]
        self.contentType = contentType
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\r\n", omittingEmptySubsequences: true)
    }

    /// The parameters behind `form-data`; nil if it is none, or names one twice.
    private static func parameters(_ value: String) -> [String: String]? {
        var rest = Substring(value)
        guard rest.prefix(9).lowercased() == "form-data" else { return nil }
        rest = rest.dropFirst(9)
        var result: [String: String] = [:]
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { return result }
            guard rest.first == ";" else { return nil }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            if rest.isEmpty { return result }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let key = rest[..<equals].lowercased()
            rest = rest[rest.index(after: equals)...]
            var content = ""
            if rest.first == "\"" {
                rest = rest.dropFirst()
                guard let end = closingQuote(rest) else { return nil }
                content = unescaped(rest[..<end])
                rest = rest[rest.index(after: end)...]
            } else {
                let end = rest.firstIndex { $0 == ";" || $0 == " " || $0 == "\t" } ?? rest.endIndex
                content = String(rest[..<end])
                rest = rest[end...]
            }
            guard result.updateValue(content, forKey: key) == nil else { return nil }
        }
    }

    /// A backslash is a character of its own, as browsers mean it, unless a quote follows.
    private static func closingQuote(_ text: Substring) -> Substring.Index? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == "\"" { return index }
            let next = text.index(after: index)
            if text[index] == "\\", next < text.endIndex, text[next] == "\"" {
                // `\"` at the very end is a backslash and the closing quote (C:\").
                let after = text.index(after: next)
                if text[after...].contains("\"") {
                    index = after
                    continue
                }
            }
            index = next
        }
        return nil
    }

    /// What browsers escape in names (WHATWG HTML §4.10.21.8), and `\"`.
    private static func unescaped(_ text: Substring) -> String {
        var result = String.UnicodeScalarView()
        var rest = text.unicodeScalars
        while let scalar = rest.first {
            let three = String(String.UnicodeScalarView(rest.prefix(3))).uppercased()
            if three == "%22" || three == "%0D" || three == "%0A" {
                result.append(three == "%22" ? "\"" : three == "%0D" ? "\r" : "\n")
                rest = rest.dropFirst(3)
            } else if scalar == "\\", rest.dropFirst().first == "\"" {
                result.append("\"")
                rest = rest.dropFirst(2)
            } else {
                result.append(scalar)
                rest = rest.dropFirst()
            }
        }
        return String(result)
    }
}
