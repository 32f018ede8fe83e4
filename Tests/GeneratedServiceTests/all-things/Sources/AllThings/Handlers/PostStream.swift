import GatewayRuntime

extension AllThingsService: PostStream.Handler {
    func postStream(_ input: PostStream.Input, _ context: RequestContext) async throws -> String {
        var bytes: UInt = 0
        var sum: UInt32 = 0
        for try await chunk in input.body {
            bytes += UInt(chunk.count)
            for byte in chunk { sum = sum &* 31 &+ UInt32(byte) }
            if let stop = input.stop, bytes >= stop { return "stopped" }
        }
        return "\(bytes) \(sum)"
    }
}
