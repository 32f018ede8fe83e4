import GatewaySpec

/// A document's URI, and the path that it means.
struct DocumentURI: Hashable {
    /// As the client wrote it.
    let text: String
    /// The path of a `file:` URI; any other URI stands for itself.
    let path: String

    init(_ text: String) {
        self.text = text
        let scheme = "file://"
        guard text.hasPrefix(scheme), let slash = text.dropFirst(scheme.count).firstIndex(of: "/") else {
            path = text
            return
        }
        path = SpecFiles.normalized(Self.decoded(text[slash...]))
    }

    init(path: String) {
        self.path = path
        text = path.hasPrefix("/") ? "file://" + Self.encoded(path) : path
    }

    /// Clients encode more or less; the path is what counts.
    static func == (left: DocumentURI, right: DocumentURI) -> Bool { left.path == right.path }

    func hash(into hasher: inout Hasher) { hasher.combine(path) }

    /// RFC 3986 §2.1; what is no escape stands for itself.
    private static func decoded(_ text: Substring) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let first = rest.popFirst() {
            let digits = rest.prefix(2)
            if first == UInt8(ascii: "%"), digits.count == 2, let byte = UInt8(String(Substring(digits)), radix: 16) {
                bytes.append(byte)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(first)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func encoded(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            switch Unicode.Scalar(byte) {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_", "~", "/":
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
