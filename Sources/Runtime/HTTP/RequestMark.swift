import Synchronization

/// What a request is called: in logs, in answers, in the traces of several services.
///
/// A number is taken for each request and nothing else; texts are made when someone asks. The request's id and the id of the trace
/// that begins with it are the same 128 bits: half names the process, at random, half is the number, scattered. That is unique without asking
/// the system for random bytes each time. It is no secret, and nothing may rest on nobody guessing it.
package struct RequestMark: Sendable {
    /// What a client that is believed sent.
    package final class Given: Sendable {
        /// Its `X-Request-ID`.
        let id: String?
        let trace: IncomingTrace?

        /// Nil if it sent neither.
        init?(id: String?, trace: IncomingTrace?) {
            if id == nil, trace == nil { return nil }
            self.id = id
            self.trace = trace
        }
    }

    private let number: UInt64
    let given: Given?
    /// Whether the span of the request is recorded.
    let isSampled: Bool

    private static let process = UInt64.random(in: 1 ... .max)
    private static let next = Atomic<UInt64>(.random(in: .min ... .max))

    /// The next one of those that no event loop counts.
    package init() {
        self.init(number: Self.next.wrappingAdd(1, ordering: .relaxed).oldValue)
    }

    /// - Parameters:
    ///   - number: one that no other request of the process has.
    ///   - sample: which part of the traces that begin here is recorded, 0 to 1; a caller's choice goes before.
    init(number: UInt64, given: Given? = nil, sample: Double = 0) {
        self.number = number
        self.given = given
        if let trace = given?.trace {
            isSampled = trace.isSampled
        } else {
            // The upper 53 bits, as a fraction of all.
            isSampled = sample >= 1 || sample > 0 && Double(Self.scattered(number) >> 11) * 0x1p-53 < sample
        }
    }

    /// What the request is called: 32 hexadecimal digits, or what a trusted client sent.
    package var id: String { given?.id ?? Hexadecimal.text(Self.process, word) }

    /// The words of an id of our own; nil if the client gave one.
    var words: (UInt64, UInt64)? { given?.id == nil ? (Self.process, word) : nil }

    /// The trace that the request belongs to.
    var trace: TraceContext {
        let incoming = given?.trace
        return TraceContext(
            trace: incoming.map { ($0.high, $0.low) } ?? (Self.process, word), span: span, parent: incoming?.span,
            isSampled: isSampled, state: incoming?.state)
    }

    private var word: UInt64 {
        let word = Self.scattered(number)
        return word == 0 ? 1 : word
    }

    private var span: UInt64 {
        let span = Self.scattered(number ^ 0x9E37_79B9_7F4A_7C15)
        return span == 0 ? 1 : span
    }

    /// A permutation of all numbers, so that neighbours look different (SplitMix64's finish).
    private static func scattered(_ number: UInt64) -> UInt64 {
        var mixed = (number ^ (number >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
