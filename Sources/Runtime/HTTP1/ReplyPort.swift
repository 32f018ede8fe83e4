import Logging
import NIOCore

/// What a task works for: a connection, or one stream of it. It belongs to its loop's thread.
protocol Replying: AnyObject, SendableMetatype {
    var loop: ServerLoop { get }
    /// Which request is being answered.
    var serial: UInt32 { get }
    func deliver(_ response: Response, _ serial: UInt32)
    func deliver(_ admission: Result<any WebSocketAdmission, any Error>, requestID: String, _ serial: UInt32)
    func wantBody(_ serial: UInt32)
    func stream(_ chunk: [UInt8], _ serial: UInt32, _ writer: CheckedContinuation<Void, any Error>)
    func endStream(_ error: (any Error)?, _ serial: UInt32)
}

/// A task's way back to whom it works for, from any thread.
struct ReplyPort<Target: Replying>: Sendable {
    private let target: NIOLoopBound<Target>
    private let door: LoopDoor
    /// The request that the task works for.
    private let serial: UInt32

    /// On the target's loop.
    init(_ target: Target) {
        self.target = NIOLoopBound(target, eventLoop: target.loop.eventLoop)
        door = target.loop.door
        serial = target.serial
    }

    /// - Returns: false if the loop has ended, and with it every connection.
    @discardableResult
    private func onLoop(_ body: @escaping @Sendable (Target, UInt32) -> Void) -> Bool {
        let (target, serial) = (target, serial)
        if target.eventLoop.inEventLoop {
            body(target.value, serial)
            return true
        }
        return door.pass { target.eventLoop.execute { body(target.value, serial) } }
    }

    func deliver(_ response: Response) {
        onLoop { $0.deliver(response, $1) }
    }

    func deliver(_ admission: Result<any WebSocketAdmission, any Error>, requestID: String) {
        let arrives = onLoop { $0.deliver(admission, requestID: requestID, $1) }
        if !arrives, case .success(let admission) = admission { admission.abandon() }
    }

    func wantBody() {
        onLoop { $0.wantBody($1) }
    }

    /// Sends a chunk of a stream; returns when the client has room for the next.
    func send(_ chunk: [UInt8]) async throws {
        try await withCheckedThrowingContinuation { (writer: CheckedContinuation<Void, any Error>) in
            if !onLoop({ $0.stream(chunk, $1, writer) }) { writer.resume(throwing: ClientGone()) }
        }
    }

    /// Ends a stream.
    func finishStream(_ error: (any Error)?) {
        onLoop { $0.endStream(error, $1) }
    }

    // MARK: Tasks

    /// Starts a task for a handler; its answer comes back to the loop.
    ///
    /// It begins on the loop's thread and stays there until it first waits (so that one which doesn't wait has answered
    /// when this returns), unless its route is known to hold the loop for too long: then it begins on the thread pool.
    func run(
        _ request: Request, _ route: Route, _ core: ServerCore,
        _ handler: @escaping @Sendable (Request, RequestContext) async throws -> Response
    ) -> Task<Void, Never> {
        let longestHold = target.value.loop.rules.longestHold
        guard longestHold > 0, route.pace.startsOnLoop() else {
            return runOnPool(request, route, core, handler)
        }
        let work = work(request, route, core, handler)
        let start = core.clock.now()
        let task = Task.immediate(operation: work)
        let held = core.clock.now() &- start
        if held > longestHold { noteHold(route, held, core) } else { route.pace.letGo() }
        return task
    }

    /// The same, for what may keep its thread waiting: it begins on the thread pool.
    func runOnPool(
        _ request: Request, _ route: Route, _ core: ServerCore,
        _ handler: @escaping @Sendable (Request, RequestContext) async throws -> Response
    ) -> Task<Void, Never> {
        Task(operation: work(request, route, core, handler))
    }

    private func work(
        _ request: Request, _ route: Route, _ core: ServerCore,
        _ handler: @escaping @Sendable (Request, RequestContext) async throws -> Response
    ) -> @Sendable () async -> Void {
        let context = RequestContext(request: request, route: route.info, logger: core.logger)
        return {
            let response: Response
            do {
                response = try await handler(request, context)
            } catch {
                response = ErrorMapper.response(for: error, requestID: context.requestID, logger: context.plainLogger)
            }
            deliver(request.answer(response))
        }
    }

    private func noteHold(_ route: Route, _ nanoseconds: UInt64, _ core: ServerCore) {
        let calls = route.pace.held()
        guard calls > 0 else { return }
        core.logger.debug(
            "a handler holds its event loop: its next calls start on the thread pool",
            metadata: [
                "route": "\(route.info.name ?? route.info.pattern)", "microseconds": "\(nanoseconds / 1000)",
                "calls": "\(calls)",
            ])
    }

    /// Starts a task that takes a stream's chunks as fast as the client takes them.
    func pump(_ stream: ResponseStream, heartbeat: Duration) -> Task<Void, Never> {
        Task {
            do {
                try await stream.run(heartbeat: heartbeat) { try await send($0) }
                finishStream(nil)
            } catch {
                finishStream(error)
            }
        }
    }

    /// Starts the task that asks a WebSocket's endpoint. It runs on this thread until it first waits, so an endpoint that
    /// doesn't wait costs no hop.
    func admit(
        _ request: Request, _ endpoint: any WebSocketEndpoint, _ route: Route, _ logger: Logger
    ) -> Task<Void, Never> {
        let context = RequestContext(request: request, route: route.info, logger: logger)
        return Task.immediate {
            let admission: Result<any WebSocketAdmission, any Error>
            do {
                admission = .success(try await endpoint.admit(request, context))
            } catch {
                admission = .failure(error)
            }
            deliver(admission, requestID: context.requestID)
        }
    }
}
