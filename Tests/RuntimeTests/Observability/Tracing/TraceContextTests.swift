import Testing

@testable import GatewayRuntime

@Suite("names of requests, and traces")
struct TraceContextTests {
    private static let parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private static func head(_ fields: [(String, String)]) -> RequestHead {
        var head = RequestHead(target: "/")
        for (name, value) in fields { head.append(name: head.append(name), value: head.append(value)) }
        return head
    }

    @Test("a caller's trace goes on under a span of its own")
    func goesOn() throws {
        let incoming = try #require(
            IncomingTrace(Self.head([("traceparent", Self.parent), ("tracestate", "a=1,b=2")])))
        let trace = RequestMark(number: 7, given: RequestMark.Given(id: nil, trace: incoming)).trace
        #expect(trace.traceID == "4bf92f3577b34da6a3ce929d0e0e4736" && trace.parentID == "00f067aa0ba902b7")
        #expect(trace.isSampled && trace.state == "a=1,b=2")
        #expect(trace.spanID.count == 16 && trace.spanID != trace.parentID)
        #expect(trace.traceparent == "00-4bf92f3577b34da6a3ce929d0e0e4736-\(trace.spanID)-01")
    }

    @Test("a trace that begins here is called like its request")
    func begins() {
        let mark = RequestMark(number: 7)
        #expect(mark.trace.traceID == mark.id && mark.trace.parentID == nil && mark.trace.state == nil)
        #expect(!mark.trace.isSampled && mark.trace.traceparent.hasSuffix("-00"))
        #expect(RequestMark(number: 8).trace.spanID != mark.trace.spanID)
    }

    @Test(
        "what the standard doesn't know begins anew",
        arguments: [
            "", "00", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0g",
            "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
            "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
        ])
    func invalid(value: String) {
        #expect(IncomingTrace(Self.head([("traceparent", value)])) == nil)
    }

    @Test("later versions are read as far as this one goes; two headers, and a state that is too long, count as none")
    func versions() throws {
        #expect(IncomingTrace(Self.head([("traceparent", "cc" + Self.parent.dropFirst(2) + "-more")])) != nil)
        #expect(IncomingTrace(Self.head([("traceparent", Self.parent), ("traceparent", Self.parent)])) == nil)
        let long = String(repeating: "a", count: 513)
        let incoming = try #require(IncomingTrace(Self.head([("traceparent", Self.parent), ("tracestate", long)])))
        #expect(incoming.state == nil)
        let unsampled = try #require(IncomingTrace(Self.head([("traceparent", Self.parent.dropLast(1) + "0")])))
        #expect(!unsampled.isSampled)
    }

    @Test("about as many traces are recorded as was asked for")
    func sampling() {
        func share(_ sample: Double) -> Double {
            Double((0..<10_000).filter { RequestMark(number: $0, sample: sample).isSampled }.count) / 10_000
        }
        #expect(share(0) == 0 && share(1) == 1)
        #expect(abs(share(0.25) - 0.25) < 0.03)
    }

    @Test("whose names are taken over")
    func trust() {
        let head = Self.head([("x-request-id", "abc"), ("traceparent", Self.parent)])
        func names(_ trust: ChainSettings.Trust, proxies: Bool = true) -> TrustedNames? {
            var settings = ChainSettings()
            (settings.trustRequestID, settings.trustTrace) = (trust, trust)
            return TrustedNames(settings, hasProxies: proxies)
        }
        #expect(names(.nobody) == nil && names(.proxies, proxies: false) == nil)
        #expect(names(.proxies)?.read(head, isProxy: false) == nil)
        #expect(names(.proxies)?.read(head, isProxy: true)?.id == "abc")
        #expect(names(.anyone)?.read(head, isProxy: false)?.trace != nil)
        for bad in ["", "a b", "a\"b", "ä", String(repeating: "a", count: 129), "a,b"] {
            #expect(names(.anyone)?.read(Self.head([("x-request-id", bad)]), isProxy: false) == nil, "\(bad)")
        }
        #expect(
            names(.anyone)?.read(Self.head([("x-request-id", "a"), ("x-request-id", "b")]), isProxy: false) == nil)
    }
}
