import GatewayRuntime

extension AllThingsService: UploadPicture.Handler {
    func uploadPicture(_ input: UploadPicture.Input, _ context: RequestContext) async throws -> [String] {
        let files = [input.picture] + input.more + [input.thumbnail].compactMap { $0 }
        return try files.map { file in
            let sum = try file.bytes().reduce(into: UInt32(0)) { $0 = $0 &* 31 &+ UInt32($1) }
            return "\(file.name) \(file.contentType) \(file.size) \(sum)"
        } + [input.caption] + (input.tags ?? [])
    }
}
