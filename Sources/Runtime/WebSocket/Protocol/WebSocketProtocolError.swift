/// How a peer broke the protocol or overstepped a limit, with the close code that tells it so.
package enum WebSocketProtocolError: Error, Equatable, Sendable {
    /// A reserved bit is set that no negotiated extension gives a meaning.
    case reservedBits
    /// RSV1 on a frame that may not carry it: a control frame or a continuation.
    case misplacedCompressionBit
    /// An opcode the RFC reserves.
    case unknownOpcode(UInt8)
    /// A client sent a frame without a mask.
    case maskMissing
    /// A server sent a frame with a mask.
    case maskForbidden
    /// A control frame without FIN.
    case fragmentedControl
    /// A control frame with more than 125 bytes.
    case longControl
    /// A length written longer than it need be.
    case lengthNotMinimal
    /// A 64-bit length with its highest bit set.
    case lengthOverflow
    /// A continuation with no message to continue.
    case unexpectedContinuation
    /// A new message before the last one's end.
    case expectedContinuation
    /// A frame over the limit, in bytes.
    case frameTooBig(limit: Int)
    /// A message, inflated if it was deflated, over the limit, in bytes.
    case messageTooBig(limit: Int)
    /// Text that is not UTF-8.
    case invalidUTF8
    /// Bytes that are no DEFLATE data, or end within a block.
    case invalidDeflate
    /// No memory for a decompressor.
    case inflaterUnavailable
    /// A close frame with a payload of one byte.
    case truncatedCloseCode
    /// A close code that may not be sent.
    case illegalCloseCode(UInt16)
    /// A close reason that is not UTF-8.
    case invalidCloseReason

    /// The code of the close frame that answers it (RFC 6455 §7.4.1).
    package var code: WebSocketCloseCode {
        switch self {
        case .frameTooBig, .messageTooBig: .messageTooBig
        case .invalidUTF8, .invalidDeflate, .invalidCloseReason: .invalidPayload
        case .inflaterUnavailable: .internalError
        default: .protocolError
        }
    }
}

extension WebSocketProtocolError: CustomStringConvertible {
    /// What is wrong and where the RFC says so; at most 123 bytes of ASCII, so that a close frame can carry it.
    package var description: String {
        switch self {
        case .reservedBits: "a reserved bit is set and no extension uses it (RFC 6455 section 5.2)"
        case .misplacedCompressionBit:
            "RSV1 is set on a frame that does not start a message (RFC 7692 section 6.1)"
        case .unknownOpcode(let opcode): "opcode \(opcode) is reserved (RFC 6455 section 5.2)"
        case .maskMissing: "the mask bit is not set (RFC 6455 section 5.1)"
        case .maskForbidden: "a server must not mask its frames (RFC 6455 section 5.1)"
        case .fragmentedControl: "a control frame is fragmented (RFC 6455 section 5.5)"
        case .longControl: "a control frame is longer than 125 bytes (RFC 6455 section 5.5)"
        case .lengthNotMinimal: "a payload length is not encoded minimally (RFC 6455 section 5.2)"
        case .lengthOverflow: "a payload length has its highest bit set (RFC 6455 section 5.2)"
        case .unexpectedContinuation: "a continuation without a message to continue (RFC 6455 section 5.4)"
        case .expectedContinuation: "a new message before the end of the last one (RFC 6455 section 5.4)"
        case .frameTooBig(let limit): "a frame is over the limit of \(limit) bytes"
        case .messageTooBig(let limit): "a message is over the limit of \(limit) bytes"
        case .invalidUTF8: "a text message is not UTF-8 (RFC 6455 section 8.1)"
        case .invalidDeflate: "a compressed message is not DEFLATE data (RFC 7692 section 7.2.2)"
        case .inflaterUnavailable: "no memory to decompress a message"
        case .truncatedCloseCode: "a close frame has a payload of one byte (RFC 6455 section 5.5.1)"
        case .illegalCloseCode(let code): "close code \(code) must not be sent (RFC 6455 section 7.4)"
        case .invalidCloseReason: "a close reason is not UTF-8 (RFC 6455 section 5.5.1)"
        }
    }
}
