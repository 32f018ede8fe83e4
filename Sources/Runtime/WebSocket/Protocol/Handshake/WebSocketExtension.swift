/// One entry of a `Sec-WebSocket-Extensions` field (RFC 6455 §9.1).
package struct WebSocketExtension: Equatable, Sendable {
    /// A parameter, with its value if it has one.
    package struct Parameter: Equatable, Sendable {
        /// The name as it was sent.
        package var name: String
        /// The value with quotes and escapes taken off.
        package var value: String?
    }

    /// The extension's token.
    package var name: String
    /// Its parameters in their order.
    package var parameters: [Parameter]

    /// Parses the field's value, several fields joined with commas; nil if it breaks the grammar.
    package static func parse(_ value: String) -> [WebSocketExtension]? {
        var scanner = Scanner(bytes: Array(value.utf8))
        var extensions: [WebSocketExtension] = []
        while true {
            // Empty list elements are allowed (RFC 9110 §5.6.1).
            while scanner.take(UInt8(ascii: ",")) {}
            if scanner.isAtEnd { return extensions }
            guard let name = scanner.token() else { return nil }
            var parameters: [Parameter] = []
            while scanner.take(UInt8(ascii: ";")) {
                guard let name = scanner.token() else { return nil }
                var value: String?
                if scanner.take(UInt8(ascii: "=")) {
                    guard let found = scanner.tokenOrQuoted() else { return nil }
                    value = found
                }
                parameters.append(Parameter(name: name, value: value))
            }
            extensions.append(WebSocketExtension(name: name, parameters: parameters))
            guard scanner.isAtEnd || scanner.take(UInt8(ascii: ",")) else { return nil }
        }
    }

    /// Whether a byte may stand in a token (RFC 9110 §5.6.2).
    static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: true
        default: false
        }
    }

    private struct Scanner {
        let bytes: [UInt8]
        var position = 0

        private mutating func skipSpace() {
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 { position += 1 }
        }

        var isAtEnd: Bool {
            mutating get {
                skipSpace()
                return position == bytes.count
            }
        }

        mutating func take(_ byte: UInt8) -> Bool {
            skipSpace()
            guard position < bytes.count, bytes[position] == byte else { return false }
            position += 1
            return true
        }

        mutating func token() -> String? {
            skipSpace()
            let start = position
            while position < bytes.count, WebSocketExtension.isTokenByte(bytes[position]) { position += 1 }
            return position > start ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
        }

        /// A quoted value must be a token once the quotes are off (RFC 6455 §9.1).
        mutating func tokenOrQuoted() -> String? {
            guard take(UInt8(ascii: "\"")) else { return token() }
            var value: [UInt8] = []
            while position < bytes.count {
                var byte = bytes[position]
                position += 1
                if byte == UInt8(ascii: "\"") { return value.isEmpty ? nil : String(decoding: value, as: UTF8.self) }
                if byte == UInt8(ascii: "\\") {
                    guard position < bytes.count else { return nil }
                    byte = bytes[position]
                    position += 1
                }
                guard WebSocketExtension.isTokenByte(byte) else { return nil }
                value.append(byte)
            }
            return nil
        }
    }
}
