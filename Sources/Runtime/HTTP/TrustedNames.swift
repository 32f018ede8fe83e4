/// Takes over what a client calls its request, if it is believed.
struct TrustedNames: Sendable {
    /// The most bytes of a client's `X-Request-ID`.
    static let idLimit = 128

    private let id: ChainSettings.Trust
    private let trace: ChainSettings.Trust

    /// Nil if nobody is believed.
    init?(_ settings: ChainSettings, hasProxies: Bool) {
        func effective(_ trust: ChainSettings.Trust) -> ChainSettings.Trust {
            trust == .proxies && !hasProxies ? .nobody : trust
        }
        (id, trace) = (effective(settings.trustRequestID), effective(settings.trustTrace))
        if id == .nobody, trace == .nobody { return nil }
    }

    /// - Parameter isProxy: whether a trusted proxy sent the request.
    func read(_ head: RequestHead, isProxy: Bool) -> RequestMark.Given? {
        RequestMark.Given(
            id: believes(id, isProxy) ? Self.id(head) : nil, trace: believes(trace, isProxy) ? IncomingTrace(head) : nil
        )
    }

    private func believes(_ trust: ChainSettings.Trust, _ isProxy: Bool) -> Bool {
        switch trust {
        case .nobody: false
        case .proxies: isProxy
        case .anyone: true
        }
    }

    /// A name that can stand in a log line and in a header as it is; others are as good as none.
    private static func id(_ head: RequestHead) -> String? {
        guard head.count(of: .xRequestID) == 1, let range = head.range(of: .xRequestID) else { return nil }
        return head.withBytes(range) { text in
            guard (1...idLimit).contains(text.count), text.allSatisfy(isNameByte) else { return nil }
            return String(decoding: text, as: UTF8.self)
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "/"),
            UInt8(ascii: "+"), UInt8(ascii: "@"):
            true
        default: false
        }
    }
}
