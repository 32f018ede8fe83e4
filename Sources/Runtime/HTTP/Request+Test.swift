public import HTTPTypes

extension Request {
    /// A request that no connection sent, for tests.
    ///
    /// - Throws: `HTTPError` 400 if the target is not one.
    public static func test(
        _ method: HTTPRequest.Method = .get, _ target: String, headers: HTTPFields = HTTPFields(), body: [UInt8] = []
    ) throws -> Request {
        var head = RequestHead(method: method, target: target, fields: headers)
        head.mark = RequestMark()
        do {
            return Request(head: head, target: try RequestTarget(head), body: RequestBody(body))
        } catch {
            throw HTTPError.badRequest(error.detail)
        }
    }
}
