/// What both ends agreed on for permessage-deflate (RFC 7692 §7.1).
package struct WebSocketDeflateParameters: Hashable, Sendable {
    /// The server starts each message with an empty window.
    package var serverNoContextTakeover: Bool
    /// The client starts each message with an empty window.
    package var clientNoContextTakeover: Bool
    /// The base-2 logarithm of the server's window, 9...15.
    package var serverMaxWindowBits: UInt8
    /// The base-2 logarithm of the client's window, 9...15.
    package var clientMaxWindowBits: UInt8

    /// Takes the agreed values; window bits are brought into 9...15, what zlib can do.
    package init(
        serverNoContextTakeover: Bool, clientNoContextTakeover: Bool, serverMaxWindowBits: Int = 15,
        clientMaxWindowBits: Int = 15
    ) {
        self.serverNoContextTakeover = serverNoContextTakeover
        self.clientNoContextTakeover = clientNoContextTakeover
        self.serverMaxWindowBits = UInt8(min(15, max(9, serverMaxWindowBits)))
        self.clientMaxWindowBits = UInt8(min(15, max(9, clientMaxWindowBits)))
    }
}
