/// What carries a connection's bytes. An enum and not a protocol: the hot path looks at one word.
enum ConnectionTransport {
    /// A plain socket that the loop's poller watches and that is written to directly.
    case socket(CInt)
    /// Something else: a SwiftNIO channel, or a test's memory.
    case indirect(any IndirectTransport)
    /// Gone.
    case none

    /// The socket, or -1.
    var descriptor: CInt {
        if case .socket(let descriptor) = self { descriptor } else { -1 }
    }
}

/// A transport that is no socket of ours. Called on the loop's thread.
protocol IndirectTransport: AnyObject {
    /// Writes what it can of the pieces, in order. Gives the number of bytes taken (0: none now, it calls
    /// `writable` later), or -1 if the connection is broken.
    func write(_ pieces: UnsafeBufferPointer<UnsafeRawBufferPointer>) -> Int
    /// Starts or stops to hand over what is received.
    func setReading(_ isReading: Bool)
    /// Ends the sending direction; what was written still arrives.
    func shutdownOutput()
    /// Ends both directions.
    func close()
}
