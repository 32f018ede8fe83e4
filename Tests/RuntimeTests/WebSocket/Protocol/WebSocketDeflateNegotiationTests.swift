import Testing

@testable import GatewayRuntime

struct OfferCase: Sendable, CustomTestStringConvertible {
    var offers: [String]
    var settings = WebSocketDeflateSettings(serverContextTakeover: true, clientContextTakeover: true)
    /// Nil if nothing is agreed on.
    var response: String?

    init(_ offers: String..., settings: WebSocketDeflateSettings? = nil, response: String?) {
        self.offers = offers
        if let settings { self.settings = settings }
        self.response = response
    }

    var testDescription: String { offers.joined(separator: " | ") }
}

@Suite("Agreeing on permessage-deflate")
struct WebSocketDeflateNegotiationTests {
    static let narrow = WebSocketDeflateSettings(
        serverContextTakeover: true, clientContextTakeover: true, serverMaxWindowBits: 11, clientMaxWindowBits: 12)

    static let cases: [OfferCase] = [
        OfferCase("permessage-deflate", response: "permessage-deflate"),
        OfferCase(
            "permessage-deflate", settings: WebSocketDeflateSettings(),
            response: "permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
        OfferCase(
            "permessage-deflate; server_no_context_takeover",
            response: "permessage-deflate; server_no_context_takeover"),
        OfferCase(
            "permessage-deflate;client_no_context_takeover ; server_no_context_takeover",
            response: "permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
        OfferCase("permessage-deflate; client_max_window_bits", response: "permessage-deflate"),
        OfferCase(
            "permessage-deflate; client_max_window_bits", settings: narrow,
            response: "permessage-deflate; server_max_window_bits=11; client_max_window_bits=12"),
        OfferCase("permessage-deflate", settings: narrow, response: "permessage-deflate; server_max_window_bits=11"),
        OfferCase(
            "permessage-deflate; client_max_window_bits=10; server_max_window_bits=9", settings: narrow,
            response: "permessage-deflate; server_max_window_bits=9; client_max_window_bits=10"),
        OfferCase(
            "permessage-deflate; server_max_window_bits=15",
            response: "permessage-deflate; server_max_window_bits=15"),
        OfferCase(
            "permessage-deflate; server_max_window_bits=\"10\"",
            response: "permessage-deflate; server_max_window_bits=10"),
        OfferCase(
            "permessage-deflate; client_max_window_bits=8", response: "permessage-deflate; client_max_window_bits=8"),
        OfferCase("permessage-deflate; server_max_window_bits=8", response: nil),
        OfferCase("permessage-deflate; server_max_window_bits", response: nil),
        OfferCase("permessage-deflate; server_max_window_bits=16", response: nil),
        OfferCase("permessage-deflate; server_max_window_bits=7", response: nil),
        OfferCase("permessage-deflate; server_max_window_bits=010", response: nil),
        OfferCase("permessage-deflate; server_max_window_bits=+9", response: nil),
        OfferCase("permessage-deflate; server_max_window_bits=99999999999999999999", response: nil),
        OfferCase("permessage-deflate; client_max_window_bits=x", response: nil),
        OfferCase("permessage-deflate; server_no_context_takeover=1", response: nil),
        OfferCase("permessage-deflate; server_no_context_takeover; server_no_context_takeover", response: nil),
        OfferCase("permessage-deflate; client_max_window_bits=9; client_max_window_bits=9", response: nil),
        OfferCase("permessage-deflate; mystery", response: nil),
        OfferCase(
            "permessage-deflate; mystery, permessage-deflate; server_max_window_bits=8, permessage-deflate; "
                + "server_max_window_bits=12, permessage-deflate",
            response: "permessage-deflate; server_max_window_bits=12"
        ),
        OfferCase("x-webkit-deflate-frame", "permessage-deflate", response: "permessage-deflate"),
        OfferCase("foo; bar=\"a\\b\" , , permessage-deflate", response: "permessage-deflate"),
        OfferCase("permessage-deflate; =", response: nil),
        OfferCase("permessage-deflate; server_max_window_bits=\"10", response: nil),
        OfferCase("permessage-deflate server_max_window_bits", response: nil),
        OfferCase("foo; a=\"b c\", permessage-deflate", response: nil),
        OfferCase("", response: nil),
        OfferCase(response: nil),
    ]

    @Test("offers and their answers", arguments: cases)
    func answers(_ example: OfferCase) {
        let agreed = WebSocketDeflateNegotiation(offers: example.offers, settings: example.settings)
        #expect(agreed?.response == example.response)
        guard let agreed else { return }
        let says = { (name: String) in agreed.response.contains(name) }
        #expect(agreed.parameters.serverNoContextTakeover == says("server_no_context_takeover"))
        #expect(agreed.parameters.clientNoContextTakeover == says("client_no_context_takeover"))
        let bits = WebSocketExtension.parse(agreed.response)?.first?.parameters.filter { $0.value != nil } ?? []
        let expected = { (name: String) in bits.first { $0.name == name }.flatMap { UInt8($0.value ?? "") } ?? 15 }
        #expect(agreed.parameters.serverMaxWindowBits == expected("server_max_window_bits"))
        // zlib inflates with nine bits at least, which reads what was deflated with eight.
        #expect(agreed.parameters.clientMaxWindowBits == max(9, expected("client_max_window_bits")))
    }

    @Test("settings out of range are brought into it")
    func ranges() {
        let settings = WebSocketDeflateSettings(serverMaxWindowBits: 3, clientMaxWindowBits: 99, threshold: -1)
        #expect(settings.serverMaxWindowBits == 9 && settings.clientMaxWindowBits == 15 && settings.threshold == 0)
    }
}
