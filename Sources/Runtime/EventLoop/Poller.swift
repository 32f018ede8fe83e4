#if os(Linux)
    import CEpoll

    #if canImport(Glibc)
        import Glibc
    #elseif canImport(Musl)
        import Musl
    #endif

    /// The kernel's readiness list (epoll, level-triggered) and an event descriptor that wakes whoever waits on it.
    ///
    /// Everything but `wake` belongs to one thread.
    final class Poller: Sendable {
        /// What a source waits for.
        struct Interest: OptionSet {
            let rawValue: UInt32
            static let read = Self(rawValue: 0x1 | 0x2000)  // EPOLLIN and EPOLLRDHUP
            static let write = Self(rawValue: 0x4)  // EPOLLOUT
        }

        /// How many sources one wait reports at most.
        static let batch = 512

        private let descriptor: CInt
        private let wakeDescriptor: CInt
        // Only the loop's own thread touches it.
        private nonisolated(unsafe) let events: UnsafeMutablePointer<epoll_event>

        /// Opens both descriptors.
        init() throws(EventLoopError) {
            descriptor = epoll_create1(CInt(EPOLL_CLOEXEC))
            guard descriptor >= 0 else { throw EventLoopError(operation: "epoll_create1", errno: errno) }
            wakeDescriptor = eventfd(0, CInt(EFD_NONBLOCK | EFD_CLOEXEC))
            guard wakeDescriptor >= 0 else {
                let code = errno
                close(descriptor)
                throw EventLoopError(operation: "eventfd", errno: code)
            }
            events = .allocate(capacity: Self.batch)
            var event = epoll_event(events: 0x1, data: epoll_data_t(ptr: nil))
            epoll_ctl(descriptor, EPOLL_CTL_ADD, wakeDescriptor, &event)
        }

        deinit {
            close(wakeDescriptor)
            close(descriptor)
            events.deallocate()
        }

        /// Starts to watch a descriptor. `source` must live until `remove`.
        func add(_ fd: CInt, _ source: LoopSource, _ interest: Interest) -> Bool {
            control(EPOLL_CTL_ADD, fd, source, interest)
        }

        /// Changes what a descriptor is watched for.
        @discardableResult
        func change(_ fd: CInt, _ source: LoopSource, _ interest: Interest) -> Bool {
            control(EPOLL_CTL_MOD, fd, source, interest)
        }

        /// Stops watching a descriptor.
        func remove(_ fd: CInt) {
            var event = epoll_event()
            epoll_ctl(descriptor, EPOLL_CTL_DEL, fd, &event)
        }

        private func control(_ operation: CInt, _ fd: CInt, _ source: LoopSource, _ interest: Interest) -> Bool {
            let pointer = Unmanaged.passUnretained(source).toOpaque()
            var event = epoll_event(events: interest.rawValue, data: epoll_data_t(ptr: pointer))
            return epoll_ctl(descriptor, operation, fd, &event) == 0
        }

        /// Waits for sources to become ready; nil waits for ever. Gives how many are, for `dispatch`.
        func wait(milliseconds: Int32?) -> Int {
            max(0, Int(epoll_wait(descriptor, events, CInt(Self.batch), milliseconds ?? -1)))
        }

        /// Calls each source that the last wait found.
        ///
        /// A source that another one ended in the same round is still called, so it must know by itself.
        func dispatch(_ count: Int) {
            for index in 0..<count {
                guard let pointer = events[index].data.ptr else {
                    var value: UInt64 = 0
                    _ = read(wakeDescriptor, &value, 8)
                    continue
                }
                let flags = events[index].events
                let source = Unmanaged<LoopSource>.fromOpaque(pointer).takeUnretainedValue()
                // Errors and hang-ups show when the socket is read.
                source.ready(read: flags & ~Interest.write.rawValue != 0, write: flags & Interest.write.rawValue != 0)
            }
        }

        /// Ends the wait under way, or the next one. Any thread may call it.
        func wake() {
            var one: UInt64 = 1
            _ = write(wakeDescriptor, &one, 8)
        }
    }
#endif
