/// The server's side of agreeing on permessage-deflate (RFC 7692 §5 and §7.1).
package struct WebSocketDeflateNegotiation: Equatable, Sendable {
    /// What was agreed on.
    package var parameters: WebSocketDeflateParameters
    /// The value of the response's `Sec-WebSocket-Extensions`.
    package var response: String

    /// Answers a client's offers with the first one that can be served; nil to go without compression.
    ///
    /// - Parameters:
    ///   - offers: the values of all `Sec-WebSocket-Extensions` fields in their order. If they can't be parsed, nothing
    ///     is agreed on. An offer with an unknown, repeated or bad parameter is passed over (RFC 7692 §7.1).
    ///   - settings: what the server is ready for.
    package init?(offers: [String], settings: WebSocketDeflateSettings) {
        guard !offers.isEmpty, let extensions = WebSocketExtension.parse(offers.joined(separator: ",")) else {
            return nil
        }
        for offered in extensions where offered.name == "permessage-deflate" {
            if let offer = Offer(offered.parameters) {
                self.init(offer, settings)
                return
            }
        }
        return nil
    }

    private init(_ offer: Offer, _ settings: WebSocketDeflateSettings) {
        let serverBits = min(settings.serverMaxWindowBits, offer.serverMaxWindowBits ?? 15)
        // Only a client that named the parameter lets us limit its window; nine is the least zlib inflates with.
        let clientBits = offer.clientMaxWindowBits.map { min(settings.clientMaxWindowBits, $0) } ?? 15
        let parameters = WebSocketDeflateParameters(
            serverNoContextTakeover: offer.serverNoContextTakeover || !settings.serverContextTakeover,
            clientNoContextTakeover: offer.clientNoContextTakeover || !settings.clientContextTakeover,
            serverMaxWindowBits: serverBits, clientMaxWindowBits: clientBits)
        var response = "permessage-deflate"
        if parameters.serverNoContextTakeover { response += "; server_no_context_takeover" }
        if parameters.clientNoContextTakeover { response += "; client_no_context_takeover" }
        if serverBits < 15 || offer.serverMaxWindowBits != nil { response += "; server_max_window_bits=\(serverBits)" }
        if clientBits < 15 { response += "; client_max_window_bits=\(clientBits)" }
        self.parameters = parameters
        self.response = response
    }

    /// One offer whose parameters are all good.
    private struct Offer {
        var serverNoContextTakeover = false
        var clientNoContextTakeover = false
        var serverMaxWindowBits: Int?
        var clientMaxWindowBits: Int?

        init?(_ parameters: [WebSocketExtension.Parameter]) {
            var seen: Set<String> = []
            for parameter in parameters {
                guard seen.insert(parameter.name).inserted else { return nil }
                switch (parameter.name, parameter.value) {
                case ("server_no_context_takeover", nil): serverNoContextTakeover = true
                case ("client_no_context_takeover", nil): clientNoContextTakeover = true
                case ("server_max_window_bits", let value?):
                    // zlib has no raw deflate with a window of 2^8 bytes, so such an offer can't be kept.
                    guard let bits = Self.windowBits(value), bits >= 9 else { return nil }
                    serverMaxWindowBits = bits
                case ("client_max_window_bits", nil): clientMaxWindowBits = 15
                case ("client_max_window_bits", let value?):
                    guard let bits = Self.windowBits(value) else { return nil }
                    clientMaxWindowBits = bits
                default: return nil
                }
            }
        }

        /// 8...15 in decimal without leading zeros (RFC 7692 §7.1.2).
        private static func windowBits(_ text: String) -> Int? {
            guard text.first != "0", text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let bits = Int(text),
                (8...15).contains(bits)
            else { return nil }
            return bits
        }
    }
}
