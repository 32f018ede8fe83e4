import GatewayRuntime

extension AllThingsService: GetRules.Handler {
    func getRules(_ input: GetRules.Input, _ context: RequestContext) async throws -> [String] {
        [
            input.from.plainText, input.to?.plainText ?? "-", input.last.map { "\($0)" } ?? "-", "\(input.price)",
            input.site.absoluteString, "\(input.sizes)", input.part.rawValue, "\(input.key)",
        ]
    }
}
