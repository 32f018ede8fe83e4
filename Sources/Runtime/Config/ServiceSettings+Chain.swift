extension ServiceSettings {
    /// The stages before routes, and proxies: the middle of the table.
    static let chainTable: [Setting<ServiceSettings>] = [
        Setting(
            "proxies.trusted", .peers, \.proxies.trusted, .live,
            "Whose word about clients' addresses is believed: addresses, ranges (`10.0.0.0/8`), `loopback`, `private`, `unix`."
        ),
        Setting(
            "proxies.header", .word(), \.proxies.header, .live,
            "Where a trusted proxy says for whom it asks; the other header is ignored."),
        Setting(
            "proxies.host", .flag, \.proxies.host, .live, "Whether the host that a trusted proxy names is believed too."
        ),
        Setting(
            "proxies.protocol", .word(), \.proxies.protocol, .live,
            "Whether trusted proxies begin each connection with the PROXY protocol, version 1 or 2; one that doesn't is ended."
        ),
        Setting(
            "chain.requestID", .flag, \.chain.requestID, .live,
            "Whether answers bear the request's id as `X-Request-ID`."),
        Setting(
            "chain.trustRequestID", .word(), \.chain.trustRequestID, .live,
            "Whose `X-Request-ID` becomes the request's id: nobody's, that of trusted proxies, or anyone's."),
        Setting(
            "chain.trustTrace", .word(), \.chain.trustTrace, .live,
            "Whose trace (`traceparent`, `tracestate`) goes on here; all others begin anew."),
        Setting(
            "chain.traceSample", .decimal(0...1), \.chain.traceSample, .live,
            "Which part of the traces that begin here is recorded, where the service exports spans."),
        Setting(
            "chain.traceQueue", .count(16...1_000_000), \.chain.traceQueue,
            "Spans that may wait for the service's exporter; more are dropped and counted."),
        Setting(
            "chain.breaker", .flag, \.chain.breaker, .live,
            "Whether a route whose handler fails is spared for a while: 503."),
        Setting(
            "chain.breakerFactor", .decimal(1.1...100), \.chain.breakerFactor, .live,
            "How many requests are let through for each that succeeds."),
        Setting(
            "chain.breakerWindow", .duration(.seconds(1)...(.seconds(600))), \.chain.breakerWindow, .live,
            "How far the breaker looks back."),
        Setting(
            "chain.breakerProtection", .count(0...1_000_000), \.chain.breakerProtection, .live,
            "How many requests of a window may fail before any is refused."),
        Setting(
            "chain.breakerForcedPass", .duration(.milliseconds(10)...(.seconds(600))), \.chain.breakerForcedPass, .live,
            "After how long without one that was let through a request is, to find out whether the route works again."),
        Setting(
            "chain.shedding", .flag, \.chain.shedding, .live,
            "Whether requests get 503 when the process has more to do than it can (on Linux)."),
        Setting(
            "chain.shedCPU", .count(1...99), \.chain.shedCPU, .live,
            "From which use of its CPUs, in percent, requests of normal priority may be shed; low ones before, high ones after."
        ),
        Setting(
            "chain.shedLatency", .duration(.zero...(.seconds(60))), \.chain.shedLatency, .live,
            "A service that answers within so long sheds nothing, however busy it is."),
        Setting("chain.rateLimit", .flag, \.chain.rateLimit, .live, "Whether the spec's `rateLimit` holds."),
        Setting(
            "chain.rateKeys", .count(100...10_000_000), \.chain.rateKeys, .live,
            "How many clients, users or keys each rate limit remembers; beyond, those that called least are forgotten."),
        Setting("chain.maxInFlight", .flag, \.chain.maxInFlight, .live, "Whether the spec's `maxInFlight` holds."),
        Setting(
            "chain.cors", .flag, \.chain.cors, .live,
            "Whether the spec's `cors` holds; off, no page of another origin may read."),
        Setting("chain.compress", .flag, \.chain.compress, "Whether the spec's `compress` holds."),
        Setting(
            "chain.decompress", .flag, \.chain.decompress, .live,
            "Whether compressed bodies of requests (gzip, deflate) are inflated; off, they get 415."),
        Setting(
            "chain.securityHeaders", .flag, \.chain.securityHeaders, .live,
            "Whether answers bear `X-Content-Type-Options`, `Referrer-Policy`, `X-Frame-Options` and `frame-ancestors`."
        ),
        Setting("chain.frames", .word(), \.chain.frames, .live, "Which pages may show an answer in a frame."),
        Setting(
            "chain.referrerPolicy", .word(), \.chain.referrerPolicy, .live,
            "What browsers tell other sites of the page that a link stood on."),
        Setting(
            "chain.hsts", orOff: .duration(.seconds(1)...(.seconds(63_072_000))), \.chain.hsts, .live,
            "For how long browsers come by TLS alone (`Strict-Transport-Security`); sent over TLS only."),
        Setting("chain.server", .orNone(.headerText), \.chain.server, .live, "The `Server` header of answers."),
    ]
}

extension SettingType where Value == Double {
    /// A number with a point, in a range.
    static func decimal(_ range: ClosedRange<Double>) -> SettingType {
        SettingType(name: "decimal") { (text: String) throws(SettingProblem) -> Double in
            let help = "write a number from \(range.lowerBound) to \(range.upperBound), such as 1.5"
            guard text.utf8.allSatisfy({ ($0 &- 0x30) < 10 || $0 == UInt8(ascii: ".") }), let value = Double(text)
            else {
                throw SettingProblem(message: "'\(text)' is no number", help: help)
            }
            guard range.contains(value) else { throw SettingProblem(message: "\(text) is out of range", help: help) }
            return value
        } format: {
            "\($0)"
        }
    }
}

extension SettingType where Value == String {
    /// The value of a header: printable ASCII.
    static let headerText = SettingType(name: "text") { (text: String) throws(SettingProblem) -> String in
        guard !text.isEmpty, text.utf8.count <= 256, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw SettingProblem(
                message: "'\(LogText.singleLine(text))' is no header value",
                help: "write 1 to 256 characters of printable ASCII, or none")
        }
        return text
    } format: {
        $0
    }
}
