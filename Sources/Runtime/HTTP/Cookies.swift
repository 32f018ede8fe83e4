/// The cookies that a client sent (RFC 6265 §4.2).
public struct Cookies: Sendable {
    private let header: String

    package init(header: String?) {
        self.header = header ?? ""
    }

    /// The value of the first cookie of this name, without the quotes around it.
    public subscript(_ name: String) -> String? {
        all.first { $0.name == name }?.value
    }

    /// All cookies, in their order.
    public var all: [(name: String, value: String)] {
        header.utf8.split(separator: UInt8(ascii: ";")).compactMap { part in
            let trimmed = part.drop { $0 == 0x20 || $0 == 0x09 }
            guard let equals = trimmed.firstIndex(of: UInt8(ascii: "=")), equals > trimmed.startIndex else {
                return nil
            }
            var value = trimmed[trimmed.index(after: equals)...]
            while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
            if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
                value = value.dropFirst().dropLast()
            }
            return (String(Substring(trimmed[..<equals])), String(Substring(value)))
        }
    }
}
