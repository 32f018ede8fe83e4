/// Reads a handler's input from a request and records all that is wrong with it.
public struct RequestReader: Sendable {
    /// The request that is read.
    public let request: Request
    let body: [UInt8]
    var violations: [Violation] = []

    package init(_ request: Request, body: [UInt8]) {
        self.request = request
        self.body = body
    }
}
