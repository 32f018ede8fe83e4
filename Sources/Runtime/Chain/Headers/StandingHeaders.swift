package import HTTPTypes
import NIOCore

/// Headers that every answer of a route bears, unless it has its own of the name: rendered once.
package final class StandingHeaders: Sendable {
    /// The fields.
    package let fields: [HTTPField]
    private let lines: [[UInt8]]
    private let text: [UInt8]

    /// Nil for none.
    init?(_ fields: [HTTPField]) {
        guard !fields.isEmpty else { return nil }
        self.fields = fields
        lines = fields.map { Array("\($0.name.rawName): \($0.value)\r\n".utf8) }
        text = lines.flatMap { $0 }
    }

    /// Writes those that the answer has not.
    func write(to buffer: inout ByteBuffer, besides headers: HTTPFields) {
        guard !headers.isEmpty else {
            buffer.writeBytes(text)
            return
        }
        for (field, line) in zip(fields, lines) where !headers.contains(where: { $0.name == field.name }) {
            buffer.writeBytes(line)
        }
    }

    /// Adds those that the answer has not: for protocols that have no lines.
    package func add(to headers: inout HTTPFields) {
        for field in fields where headers[field.name] == nil { headers.append(field) }
    }
}

extension StandingHeaders {
    /// For answers over plain HTTP, and over TLS.
    struct Pair: Sendable {
        let plain: StandingHeaders?
        let secure: StandingHeaders?

        subscript(_ isSecure: Bool) -> StandingHeaders? { isSecure ? secure : plain }

        var isEmpty: Bool { plain == nil && secure == nil }
        /// Whether the two are the same, so that an answer can be rendered before anyone asks.
        var isOne: Bool { plain?.fields == secure?.fields }
    }

    static func pair(_ settings: ChainSettings, _ route: SecurityHeaders?) -> Pair {
        var fields: [HTTPField] = []
        func add(_ name: String, _ value: String) {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        if let server = settings.server { add("Server", server) }
        guard settings.securityHeaders, route?.isOn ?? true else {
            return Pair(plain: StandingHeaders(fields), secure: StandingHeaders(fields))
        }
        add("X-Content-Type-Options", "nosniff")
        add("Referrer-Policy", (route?.referrerPolicy ?? settings.referrerPolicy).rawValue)
        switch route?.frames ?? settings.frames {
        case .none:
            add("X-Frame-Options", "DENY")
            add("Content-Security-Policy", "frame-ancestors 'none'")
        case .same:
            add("X-Frame-Options", "SAMEORIGIN")
            add("Content-Security-Policy", "frame-ancestors 'self'")
        case .any: break
        }
        let plain = StandingHeaders(fields)
        if let hsts = settings.hsts { add("Strict-Transport-Security", "max-age=\(hsts.milliseconds / 1000)") }
        return Pair(plain: plain, secure: StandingHeaders(fields))
    }
}
