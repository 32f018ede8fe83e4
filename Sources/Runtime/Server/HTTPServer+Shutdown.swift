import Logging
import NIOCore
import NIOPosix

extension HTTPServer {
    /// Stops, in stages; each has a deadline, and a line in the log says what was left.
    ///
    /// 1. `/readyz` answers 503; for `drain.delay` the server goes on as before, so that load balancers notice.
    /// 2. It listens no more. WebSockets are closed with 1001 or 1012, spread over their hub's `drain`; requests under way are
    ///    answered, and connections that have none end. What is still there after `timeouts.drain` is cut.
    /// 3. The service closes what is its own (`ServiceHooks.stopping`), for at most `drain.hook`.
    public func shutdown() async { await shutdown(logger: logger) }

    /// - Parameter logger: nil for no lines.
    func shutdown(logger: Logger?) async {
        let running = state.withLock { state -> Running? in
            guard case .running(let running) = state else { return nil }
            state = .stopping
            return running
        }
        guard let running else { return }
        let settings = settings
        core.readiness.turn(.stopping)
        running.watch?.cancel()
        if settings.drain.delay > .zero {
            logger?.info(
                "not ready any more, and still listening",
                metadata: ["for": "\(UnitText.duration(settings.drain.delay))"])
            try? await Task.sleep(for: settings.drain.delay)
        }
        core.startDraining()
        await running.listeners.close()
        await drain(running, within: settings.timeouts.drain, logger)
        await closeService(within: settings.drain.hook, logger)
        for door in running.doors { await door.close() }
        try? await running.group.shutdownGracefully()
        state.withLock { $0 = .stopped }
    }

    /// Waits for requests and WebSockets to end, and cuts what doesn't.
    private func drain(_ running: Running, within patience: Duration, _ logger: Logger?) async {
        let start = ContinuousClock.now
        logger?.info(
            "listening no more",
            metadata: [
                "connections": .stringConvertible(core.gate.openConnections),
                "requests": .stringConvertible(core.metrics.underWay),
                "webSockets": .stringConvertible(hubs.reduce(0) { $0 + $1.clientCount }),
                "deadline": "\(UnitText.duration(patience))",
            ])
        let cutBefore = cutWebSockets
        for loop in running.loops { loop.eventLoop.execute { loop.value.drain() } }
        await withTaskGroup { group in
            for hub in hubs { group.addTask { await hub.drain(within: patience) } }
            group.addTask { await self.connectionsEnd(within: patience) }
        }
        let (connections, requests) = (core.gate.openConnections, core.metrics.underWay)
        let webSockets = cutWebSockets - cutBefore
        for loop in running.loops { loop.eventLoop.execute { loop.value.cut() } }
        let milliseconds = Int(clamping: (ContinuousClock.now - start).milliseconds)
        guard connections > 0 || webSockets > 0 else {
            logger?.info("everyone is served", metadata: ["ms": .stringConvertible(milliseconds)])
            return
        }
        logger?.warning(
            "what was left at the deadline is cut",
            metadata: [
                "connections": .stringConvertible(connections), "requests": .stringConvertible(requests),
                "webSockets": .stringConvertible(webSockets), "ms": .stringConvertible(milliseconds),
            ])
    }

    /// WebSockets that were cut at the end of a drain.
    private var cutWebSockets: Int { hubs.reduce(0) { $0 + $1.metrics.cutByDrain } }

    /// Waits until no connection is left, at most so long.
    private func connectionsEnd(within patience: Duration) async {
        _ = await Patience.wait(atMost: patience) { done in core.gate.whenEmpty(done) }
    }

    /// Has the service close what is its own.
    private func closeService(within patience: Duration, _ logger: Logger?) async {
        guard let stopping = routes.hooks.stopping else { return }
        let start = ContinuousClock.now
        let failure = Failure()
        let ended = await Patience.wait(atMost: patience) { done in
            // The bridge to code of the service's own, which may never return.
            Task {
                do { try await stopping() } catch { failure.error.withLock { $0 = error } }
                done()
            }
        }
        let error = failure.error.withLock { $0 }
        switch (ended, error) {
        case (false, _):
            logger?.warning(
                "the service has not closed what is its own in time, and is left alone",
                metadata: ["deadline": "\(UnitText.duration(patience))"])
        case (true, let error?):
            logger?.error(
                "the service could not close what is its own", metadata: ["error": "\(String(reflecting: error))"])
        case (true, nil):
            let milliseconds = Int(clamping: (ContinuousClock.now - start).milliseconds)
            logger?.info("the service has closed what is its own", metadata: ["ms": .stringConvertible(milliseconds)])
        }
    }
}

/// What a service threw when it closed what is its own.
private final class Failure: Sendable {
    let error = Guarded<(any Error)?>(nil)
}
