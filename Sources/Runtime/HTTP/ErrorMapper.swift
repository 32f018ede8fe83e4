import HTTPTypes
package import Logging

/// The one place where an error becomes an answer.
package enum ErrorMapper {
    /// The answer to an error that a handler, or the reading of its input, threw.
    ///
    /// Malformed input is a 400, a broken constraint a 422, an `HTTPError` what it says. Anything else is a 500 that
    /// tells the client nothing but an id; the log has the id and the error.
    package static func response(for error: any Error, requestID: @autoclosure () -> String, logger: Logger) -> Response
    {
        switch error {
        case let error as HTTPError:
            var response = Response.problem(error.problem)
            response.status = error.status
            for field in error.headers { response.headers.append(field) }
            return response
        case let refusal as RefusedUpgrade:
            return refusal.response
        case let failure as ValidationFailure:
            return .problem(failure.problem)
        case is CancellationError:
            return .problem(Problem(title: "Service Unavailable", status: 503, detail: "the request was cancelled"))
        default:
            let id = requestID()
            logger.error(
                "a handler failed", metadata: ["request": "\(id)", "error": "\(String(reflecting: error))"])
            return .problem(
                Problem(
                    title: "Internal Server Error", status: 500,
                    detail: "the service failed; its log has more under this request's id", requestID: id))
        }
    }
}
