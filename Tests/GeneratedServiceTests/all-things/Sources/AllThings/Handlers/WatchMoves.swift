import GatewayRuntime

extension AllThingsService: WatchMoves.Handler {
    func watchMoves(_ input: WatchMoves.Input, _ context: RequestContext) async throws -> EventStream<Output> {
        let first = context.lastEventID.flatMap { Int($0) }.map { $0 + 1 } ?? Int(input.from)
        return EventStream { events in
            for number in first..<first + 3 {
                try await events.send(.pong(Pong(n: number)), event: "pong", id: "\(number)", retry: .seconds(2))
            }
            // The fourth never comes.
            if input.from == 99 { try await Task.sleep(for: .seconds(3600)) }
        }
    }
}
