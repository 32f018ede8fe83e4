import GatewayDiagnostics

/// Messages of JSON-RPC 2.0 as the Language Server Protocol uses them.
enum RPC {
    /// Why a request was not answered.
    struct Failure: Error {
        let code: Int
        let message: String

        static let parse = Failure(code: -32700, message: "the message is no JSON")
        static let invalid = Failure(code: -32600, message: "the message is no request")
        static let notInitialized = Failure(code: -32002, message: "'initialize' comes first")
        static let shutDown = Failure(code: -32600, message: "the server is shut down; 'exit' is all that may come")
        static let parameters = Failure(code: -32602, message: "the parameters are not those of the method")

        static func unknown(_ method: String) -> Failure {
            Failure(code: -32601, message: "no method is called '\(method)'")
        }

        /// The request is sound, but can't be fulfilled (LSP 3.17, RequestFailed).
        static func refused(_ message: String) -> Failure { Failure(code: -32803, message: message) }
    }

    static func answer(_ result: Result<JSONText, Failure>, to id: JSONText) -> String {
        switch result {
        case .success(let value): message([("id", id), ("result", value)])
        case .failure(let failure):
            message([
                ("id", id),
                ("error", .object([("code", .integer(failure.code)), ("message", .string(failure.message))])),
            ])
        }
    }

    static func notification(_ method: String, _ parameters: JSONText) -> String {
        message([("method", .string(method)), ("params", parameters)])
    }

    /// A line for the client's log.
    static func log(_ text: String) -> String {
        notification("window/logMessage", .object([("type", .integer(2)), ("message", .string(text))]))
    }

    private static func message(_ members: [(String, JSONText)]) -> String {
        JSONText.object([("jsonrpc", .string("2.0"))] + members).compact
    }
}
