/// What a service does itself where the runtime would: answer for what is not there, turn errors into answers, and close what is its own.
///
/// A generated service sets them by a member of its own:
/// ```swift
/// extension ShopService {
///     var hooks: ServiceHooks {
///         ServiceHooks(
///             notFound: { _, _ in .html("<h1>There is no such page</h1>", status: .notFound) },
///             error: { error, _ in error is OutOfStock ? HTTPError(.conflict, detail: "sold out", code: 1017) : nil })
///     }
/// }
/// ```
public struct ServiceHooks: Sendable {
    /// Answers a request.
    public typealias Answer = @Sendable (Request, RequestContext) async throws -> Response

    /// Answers requests for paths that no route has (default: 404 as a problem document). The status is the response's own.
    public var notFound: Answer?
    /// Answers requests whose path has routes, but none for the method (default: 405 as a problem document). `Allow` is added if it
    /// isn't there.
    public var methodNotAllowed: Answer?
    /// What an error that a handler threw is for the client; nil leaves it to the runtime (default: an `HTTPError` is what it says, input
    /// that breaks its type 422, and all else a 500 that tells nothing).
    public var error: (@Sendable (any Error, RequestContext) -> HTTPError?)?
    /// Closes what is the service's own, such as its database: called once when the service stops, when every request was answered or
    /// cut (default: nothing). It may take `drain.hook` (10 s); what it throws is logged.
    public var stopping: (@Sendable () async throws -> Void)?

    /// Makes hooks; what is not given is the runtime's.
    public init(
        notFound: Answer? = nil, methodNotAllowed: Answer? = nil,
        error: (@Sendable (any Error, RequestContext) -> HTTPError?)? = nil,
        stopping: (@Sendable () async throws -> Void)? = nil
    ) {
        self.notFound = notFound
        self.methodNotAllowed = methodNotAllowed
        self.error = error
        self.stopping = stopping
    }

    /// A route whose errors go through the hook, if there is one.
    func mapping(_ entry: Routes.Entry) -> Routes.Entry {
        guard let map = error, case .async(let handler) = entry.endpoint else { return entry }
        var entry = entry
        entry.endpoint = .async { request, context in
            do {
                return try await handler(request, context)
            } catch {
                throw map(error, context) ?? error
            }
        }
        return entry
    }
}
