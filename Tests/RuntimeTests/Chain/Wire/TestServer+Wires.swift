import GatewayHTTP2
import GatewayTLS
import Testing

@testable import GatewayRuntime

extension TestServer {
    /// Runs a test over one protocol; its answers come back.
    ///
    /// - Parameter isSecure: whether it is spoken over TLS.
    static func run(
        over wire: Wire, isSecure: Bool = false, clock: HandClock? = nil, gauge: CPUGauge? = nil,
        chance: @escaping @Sendable () -> Double = { .random(in: 0..<1) }, hubs: [any AnyHub] = [],
        settings change: (inout ServiceSettings) -> Void = { _ in }, routes declare: (inout Routes) -> Void = { _ in },
        _ body: (TestServer, WireClient) async throws -> Void
    ) async throws -> [WireAnswer] {
        var transcript: [WireAnswer] = []
        try await run(
            clock: clock, gauge: gauge, chance: chance, hubs: hubs, transports: [.tls, .http2],
            settings: { settings in
                settings.threads = 1
                if isSecure { settings.tls = TestCertificates.settings() } else { settings.http2.cleartext = true }
                change(&settings)
            }, routes: declare
        ) { server in
            let client = try await WireClient.connect(server.address, over: wire)
            try await body(server, client)
            transcript = client.transcript
        }
        return transcript
    }

    /// Runs a test over each protocol in turn, on a server of its own each time, and expects the same answers.
    static func overBoth(
        isSecure: Bool = false, settings: (inout ServiceSettings) -> Void = { _ in },
        routes: (inout Routes) -> Void = { _ in }, _ body: (TestServer, WireClient) async throws -> Void
    ) async throws {
        try await Wire.expectSame { wire in
            try await run(
                over: wire, isSecure: isSecure, clock: HandClock(), settings: settings, routes: routes, body)
        }
    }
}

extension Wire {
    /// Expects what is answered over each protocol to be the same.
    static func expectSame(_ run: (Wire) async throws -> [WireAnswer]) async throws {
        let one = try await run(.http1)
        let other = try await run(.http2)
        #expect(!one.isEmpty)
        try #require(one.count == other.count)
        for (one, other) in zip(one, other) { #expect(one.comparable == other.comparable) }
    }
}
