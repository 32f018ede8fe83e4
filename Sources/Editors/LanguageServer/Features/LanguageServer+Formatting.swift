import GatewayDiagnostics

extension LanguageServer {
    /// The edit that lays a document out; none if it is in form already, or no sound YAML.
    mutating func formatting(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        guard case .formatted(let text) = SpecFormatter.format(file), Array(text.utf8) != file.bytes else {
            return .array([])
        }
        let start = JSONText.object([("line", .integer(0)), ("character", .integer(0))])
        let end = file.json(file.position(ofByte: file.bytes.count))
        let range = JSONText.object([("start", start), ("end", end)])
        return .array([.object([("range", range), ("newText", .string(text))])])
    }
}
