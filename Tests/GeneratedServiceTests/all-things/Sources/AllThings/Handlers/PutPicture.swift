import GatewayRuntime

extension AllThingsService: PutPicture.Handler {
    func putPicture(_ input: PutPicture.Input, _ context: RequestContext) async throws -> String {
        "\(input.body.count) \(input.body.first.map { "\($0)" } ?? "-")"
    }
}
