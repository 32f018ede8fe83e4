import GatewayDiagnostics

/// Checks that bytes are text that YAML allows, before libyaml sees them, so that its marks and ours always agree.
enum TextCheck {
    /// What is wrong with the text, or `nil`.
    static func firstFinding(in file: SourceFile, limit: Int) -> Diagnostic? {
        let bytes = file.bytes
        if bytes.count > limit {
            return YAMLRule.fileTooLarge.error(
                "the file has \(bytes.count) bytes, more than \(limit)", at: file.span(.start, .start),
                help: "split it into several files")
        }
        if looksLikeUTF16(bytes) {
            return YAMLRule.notUTF8.error(
                "the file is not UTF-8 but UTF-16", at: file.span(.start, .start),
                help: "save it as UTF-8")
        }
        guard let fault = bytes.withUnsafeBufferPointer(firstFault) else { return nil }
        let start = file.position(ofByte: fault.offset)
        let span = file.span(start, start.advanced(by: 1))
        switch fault.kind {
        case .notUTF8(let byte):
            return YAMLRule.notUTF8.error(
                "the file is not UTF-8 text", at: span, label: "the byte 0x\(hex(UInt32(byte), 2)) is out of place",
                help: "save the file as UTF-8")
        case .forbidden(let value):
            let isBreak = value == 0x85 || value == 0x2028 || value == 0x2029
            let name = "U+\(hex(value, 4))"
            return YAMLRule.forbiddenCharacter.error(
                value == 0 ? "the file holds a NUL byte" : "the character \(name) is not allowed in YAML", at: span,
                label: isBreak ? "a line separator that editors do not show as one" : "an invisible control character",
                help: value == 0
                    ? "is it a text file at all? Write \"\\0\" in double quotes if you mean the character"
                    : "take it out, or write it as an escape in double quotes: \"\(escape(value))\"")
        }
    }

    private static func looksLikeUTF16(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        switch (bytes[0], bytes[1]) {
        case (0xFE, 0xFF), (0xFF, 0xFE): return true
        case (0, 1...0x7F), (1...0x7F, 0): return bytes.count.isMultiple(of: 2)
        default: return false
        }
    }

    private static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(width - digits.count, 0)) + digits
    }

    private static func escape(_ value: UInt32) -> String {
        value < 0x100 ? "\\x\(hex(value, 2))" : "\\u\(hex(value, 4))"
    }
}

extension TextCheck {
    private struct Fault {
        let offset: Int
        let kind: Kind

        enum Kind {
            case notUTF8(UInt8)
            case forbidden(UInt32)
        }
    }

    /// One pass over all bytes; ASCII, which is nearly everything, takes the short way.
    private static func firstFault(_ bytes: UnsafeBufferPointer<UInt8>) -> Fault? {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte >= 0x20, byte < 0x7F {
                index += 1
                continue
            }
            if byte < 0x80 {
                if byte == 0x7F || (byte != 0x09 && byte != 0x0A && byte != 0x0D) {
                    return Fault(offset: index, kind: .forbidden(UInt32(byte)))
                }
                index += 1
                continue
            }
            guard let (value, length) = decode(bytes, at: index) else {
                return Fault(offset: index, kind: .notUTF8(byte))
            }
            let isForbidden: Bool =
                switch value {
                // C1 controls; what YAML 1.1 takes for line breaks and YAML 1.2 does not; non-characters; a second mark.
                case 0x80...0x9F, 0x2028, 0x2029, 0xFFFE, 0xFFFF: true
                case 0xFEFF: index > 0
                default: false
                }
            if isForbidden { return Fault(offset: index, kind: .forbidden(value)) }
            index += length
        }
        return nil
    }

    /// The scalar whose UTF-8 form of two to four bytes begins at `index`, or `nil` if none does (RFC 3629 §3).
    private static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (value: UInt32, length: Int)? {
        let first = UInt32(bytes[index])
        let length: Int
        var value: UInt32
        switch first {
        case 0xC2...0xDF: (length, value) = (2, first & 0x1F)
        case 0xE0...0xEF: (length, value) = (3, first & 0x0F)
        case 0xF0...0xF4: (length, value) = (4, first & 0x07)
        default: return nil
        }
        guard bytes.count - index >= length else { return nil }
        for next in bytes[(index + 1)..<(index + length)] {
            guard next & 0xC0 == 0x80 else { return nil }
            value = value << 6 | UInt32(next & 0x3F)
        }
        switch (length, value) {
        case (3, 0x800...0xD7FF), (3, 0xE000...0xFFFF), (4, 0x10000...0x10FFFF), (2, _): return (value, length)
        default: return nil
        }
    }
}
