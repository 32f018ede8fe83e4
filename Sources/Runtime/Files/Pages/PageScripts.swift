/// Finds the scripts and styles that stand in an HTML page itself, as a browser hashes them (CSP 3 §8.3).
struct PageScripts {
    /// What is hashed: the text between the tags.
    private(set) var scripts: [[UInt8]] = []
    private(set) var styles: [[UInt8]] = []

    private let bytes: [UInt8]
    private var position = 0

    init(_ page: [UInt8]) {
        // Browsers turn line ends into LF before they parse.
        var normalized: [UInt8] = []
        normalized.reserveCapacity(page.count)
        for (index, byte) in page.enumerated() {
            if byte == 0x0D {
                if index + 1 >= page.count || page[index + 1] != 0x0A { normalized.append(0x0A) }
            } else {
                normalized.append(byte)
            }
        }
        bytes = normalized
        scan()
    }

    private mutating func scan() {
        while let start = find("<", from: position) {
            position = start + 1
            if has("!--", at: position) {
                position = (find("-->", from: position + 3) ?? bytes.count) + 3
            } else if let text = element("script") {
                if let text { scripts.append(text) }
            } else if let text = element("style") {
                if let text { styles.append(text) }
            }
        }
    }

    /// The text of an element whose tag starts here; nil within if it has a source elsewhere, nil if it is another element.
    private mutating func element(_ name: StaticString) -> [UInt8]?? {
        let afterName = position + name.utf8CodeUnitCount
        guard has(name, at: position), afterName < bytes.count,
            [0x20, 0x09, 0x0A, 0x0C, UInt8(ascii: "/"), UInt8(ascii: ">")].contains(bytes[afterName])
        else { return nil }
        var index = afterName
        var quote: UInt8 = 0
        var hasSource = false
        while index < bytes.count, quote != 0 || bytes[index] != UInt8(ascii: ">") {
            let byte = bytes[index]
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if has("src", at: index), isSpace(bytes[index - 1]), index + 3 < bytes.count,
                isSpace(bytes[index + 3]) || bytes[index + 3] == UInt8(ascii: "=")
            {
                hasSource = true
            }
            index += 1
        }
        let start = min(index + 1, bytes.count)
        var end = start
        while let close = find("</", from: end) {
            end = close + 2
            guard has(name, at: end) else { continue }
            position = end
            return .some(hasSource ? nil : Array(bytes[start..<close]))
        }
        position = bytes.count
        return .some(nil)
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0C
    }

    private func find(_ text: StaticString, from start: Int) -> Int? {
        var index = start
        let first = text.utf8Start[0]
        while index + text.utf8CodeUnitCount <= bytes.count {
            if bytes[index] == first, has(text, at: index) { return index }
            index += 1
        }
        return nil
    }

    private func has(_ text: StaticString, at start: Int) -> Bool {
        guard start >= 0, start + text.utf8CodeUnitCount <= bytes.count else { return false }
        for index in 0..<text.utf8CodeUnitCount where ASCII.lowercased(bytes[start + index]) != text.utf8Start[index] {
            return false
        }
        return true
    }
}
