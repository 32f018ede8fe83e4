#if os(Linux)
    import CEpoll
    import Synchronization

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// A thread that turns one loop with epoll until it is told to stop.
    final class LoopThread: Sendable {
        let loop: HubLoop
        private let poller: Poller
        private let stopping = Atomic<Bool>(false)

        /// Opens the poller and starts the thread.
        init(index: Int) throws(EventLoopError) {
            let poller = try Poller()
            self.poller = poller
            loop = HubLoop(index: index) { poller.wake() }
            loop.poller = poller
            let started = SystemThread.start { self.run() }
            guard started == 0 else { throw EventLoopError(operation: "pthread_create", errno: started) }
        }

        /// Lets the thread end after its turn.
        func stop() {
            stopping.store(true, ordering: .releasing)
            poller.wake()
        }

        private func run() {
            cepoll_prepare_thread("hub-\(loop.index)")
            loop.enter()
            while !stopping.load(ordering: .acquiring) {
                let timeout = loop.prepareToWait()
                let before = cepoll_monotonic()
                let ready = poller.wait(milliseconds: timeout)
                let now = cepoll_monotonic()
                // Less than this is no wait, but what the call takes.
                loop.beginTurn(now: now, rested: now &- before > 10_000)
                poller.dispatch(ready)
                loop.gather { nanoseconds in
                    cepoll_sleep(nanoseconds)
                    poller.dispatch(poller.wait(milliseconds: 0))
                }
                loop.finishTurn()
            }
            HubLoop.leave()
        }
    }
#endif
