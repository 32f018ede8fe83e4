import CEpoll
import Synchronization

/// One event loop's part of every hub: its connections, what waits to be sent in this turn, its timers.
///
/// Everything but `post`, `index` and `backlog` belongs to the loop's thread. A driver turns it: an epoll thread, a
/// SwiftNIO loop, or a test. One turn is: what became readable is read and handled, which fills rooms and connections
/// with frames; then each room and connection is flushed once.
final class HubLoop: @unchecked Sendable {
    // @unchecked: the mutable state is touched by the loop's thread alone; others use the inbox, which has a lock.

    /// Its place in the group, 0..<64.
    let index: Int

    // Shared with other threads.
    private let inbox = Guarded<[LoopTask]>([])
    private let isAwake = Atomic<Bool>(false)
    /// Bytes published to this loop that it has not taken in yet.
    private let backlog = Atomic<Int>(0)
    private let hasPausedPublishers = Atomic<Bool>(false)
    /// Connections of other loops that wait until this one has taken in its backlog.
    private let pausedPublishers = Guarded<[WebSocketConnection]>([])
    private let wakeDriver: @Sendable () -> Void

    /// How late the loop is; measured once `startBeats` was called.
    let lag = LoopLag()

    // The loop's own.
    private(set) var now: UInt64 = 0
    private(set) var milliseconds: UInt32 = 0
    var wheel = TimerWheel(now: 0)
    let workspace = WebSocketWorkspace()
    #if os(Linux)
        /// Set by an epoll driver.
        var poller: Poller?
    #endif
    /// Where sockets are read into; one for all, so an idle connection needs none.
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: HubLoop.readSize, alignment: 64)
    /// The connection whose message is being handled.
    var sender: WebSocketConnection?
    /// What typed messages are encoded with; away while it is used.
    var writer: JSONWriter? = JSONWriter(capacity: 4096)

    private var hasRested = false
    /// Whether the loop measures its lag.
    var hasBeats = false
    private var gathering = Gathering()
    private var spareTasks: [LoopTask] = []
    /// Connections with one frame of their own, which goes out before what rooms have.
    var replies: [WebSocketConnection] = []
    var dirtyRooms: [RoomShard] = []
    var dirtyConnections: [WebSocketConnection] = []
    /// Connections that `disconnected` has to be called for.
    var endings: [WebSocketConnection] = []
    /// Connections whose transport is gone.
    var finished: [WebSocketConnection] = []
    /// Connections that failed or fell behind while a room was flushed.
    var troubled: [(WebSocketConnection, WebSocketConnection.Trouble)] = []
    /// Connections with read bytes that may be handled again.
    var resumable: [WebSocketConnection] = []
    private var alarms: [(at: UInt32, action: (HubLoop) -> Void)] = []
    private var runs = RunPool()
    /// What short messages are encoded into.
    var frames = FramePool()
    let lists = FrameListPool()

    /// The bytes that one read takes at most.
    static let readSize = 64 * 1024
    /// How many bytes may wait in a loop's inbox before connections that publish to it are not read any more.
    static let backlogLimit = 4 * 1024 * 1024

    init(index: Int, wake: @escaping @Sendable () -> Void) {
        self.index = index
        wakeDriver = wake
    }

    deinit {
        readBuffer.deallocate()
        wheel.deallocate()
    }

    // MARK: Which loop is this thread's

    /// The loop that the calling thread turns, if it does.
    @inline(__always)
    static var current: HubLoop? {
        cepoll_current().map { Unmanaged<HubLoop>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Makes this the calling thread's loop; the driver keeps it alive meanwhile.
    func enter() { cepoll_set_current(Unmanaged.passUnretained(self).toOpaque()) }

    /// Ends what `enter` began.
    static func leave() { cepoll_set_current(nil) }

    @inline(__always)
    var isCurrent: Bool { cepoll_current() == Unmanaged.passUnretained(self).toOpaque() }

    // MARK: Work from elsewhere

    /// Hands the loop something to do in its next turn. Any thread may call it.
    func post(_ task: LoopTask, bytes: Int = 0) {
        inbox.withLock { $0.append(task) }
        if bytes > 0 { backlog.wrappingAdd(bytes, ordering: .relaxed) }
        wake()
    }

    /// Does it now if this is the loop's thread, else in the next turn.
    func execute(_ body: @escaping @Sendable (HubLoop) -> Void) {
        if isCurrent { body(self) } else { post(.run(body)) }
    }

    /// Wakes the driver if it sleeps.
    private func wake() {
        if !isAwake.exchange(true, ordering: .sequentiallyConsistent) { wakeDriver() }
    }

    // MARK: Back-pressure between loops

    /// Whether more is published to the loop than it takes in.
    var isBacklogged: Bool { backlog.load(ordering: .sequentiallyConsistent) > Self.backlogLimit }

    /// Stops reading from one of this loop's connections until another loop has taken in what was published to it.
    func pause(_ sender: WebSocketConnection, behind target: HubLoop) {
        sender.pause(.backlog)
        target.pausedPublishers.withLock { $0.append(sender) }
        target.hasPausedPublishers.store(true, ordering: .sequentiallyConsistent)
        if !target.isBacklogged, target.hasPausedPublishers.exchange(false, ordering: .sequentiallyConsistent) {
            target.resumePublishers()
        }
    }

    private func resumePublishers() {
        let senders = pausedPublishers.withLock { list in
            defer { list = [] }
            return list
        }
        for sender in senders { sender.loop.execute { _ in sender.unpause(.backlog) } }
    }

    // MARK: A turn

    /// Starts a turn: takes the time. What became ready is handled next, then `finishTurn`.
    ///
    /// - Parameter rested: whether the driver had to wait for something to do (default: it had).
    func beginTurn(now: UInt64, rested: Bool = true) {
        hasRested = rested
        self.now = now
        milliseconds = UInt32(truncatingIfNeeded: now / 1_000_000)
        isAwake.store(true, ordering: .sequentiallyConsistent)
    }

    /// Waits for more if a large broadcast is due and more is likely to follow at once.
    ///
    /// - Parameter pollAfter: sleeps for so many nanoseconds, then handles what is ready.
    func gather(_ pollAfter: (UInt64) -> Void) {
        takeInbox()
        guard !dirtyRooms.isEmpty else { return }
        let (members, first) = pendingWork
        var budget = gathering.budget(rested: hasRested, members: members, messages: first)
        guard budget > 0 else { return }
        var messages = first
        var step: UInt64 = 30_000
        while budget > 0, !gathering.isComplete(messages) {
            let wait = min(budget, step)
            budget -= wait
            pollAfter(wait)
            takeInbox()
            let now = pendingWork.messages
            if now == messages {
                // Either the burst is over, or it has not begun.
                guard messages == first else { break }
                step *= 2
            }
            messages = now
        }
        gathering.waited(from: first, to: messages)
    }

    /// How many sends and messages the rooms have for the end of the turn.
    private var pendingWork: (members: Int, messages: Int) {
        dirtyRooms.reduce((0, 0)) { ($0.0 + $1.count, $0.1 + $1.pendingCount) }
    }

    /// Does what others asked for, fires timers, and sends what the turn has brought.
    func finishTurn() {
        takeInbox()
        fireTimers()
        // Ending a connection publishes to rooms, and sending ends connections; a few rounds settle it.
        for _ in 0..<8 where hasWork {
            settle()
            resume()
            flush()
        }
        release()
    }

    private var hasWork: Bool {
        !(replies.isEmpty && dirtyRooms.isEmpty && dirtyConnections.isEmpty && endings.isEmpty && troubled.isEmpty
            && resumable.isEmpty)
    }

    private func takeInbox() {
        var tasks = spareTasks
        spareTasks = []
        inbox.withLock { swap(&$0, &tasks) }
        guard !tasks.isEmpty else {
            spareTasks = tasks
            return
        }
        for task in tasks {
            switch task {
            case .publish(let room, let frame, let excluded):
                room.shard(on: self)?.append(frame, except: excluded)
            case .broadcast(let core, let frame): core.shard(on: self)?.append(frame)
            case .send(let connection, let frame): connection.enqueue(frame)
            case .run(let body): body(self)
            }
        }
        tasks.removeAll(keepingCapacity: tasks.count <= 4096)
        spareTasks = tasks
        backlog.store(0, ordering: .relaxed)
        if hasPausedPublishers.exchange(false, ordering: .sequentiallyConsistent) { resumePublishers() }
    }

    /// Calls `disconnected` for those that ended.
    private func settle() {
        while !troubled.isEmpty {
            let list = troubled
            troubled.removeAll(keepingCapacity: true)
            for (connection, trouble) in list { connection.meet(trouble) }
        }
        while !endings.isEmpty {
            let list = endings
            endings.removeAll(keepingCapacity: true)
            for connection in list { connection.depart() }
        }
    }

    private func resume() {
        guard !resumable.isEmpty else { return }
        let list = resumable
        resumable.removeAll(keepingCapacity: true)
        for connection in list { connection.readOn() }
    }

    /// Sends the frames that stand alone.
    func flushReplies() {
        var index = 0
        while index < replies.count {
            replies[index].flushReply()
            index += 1
        }
        replies.removeAll(keepingCapacity: true)
    }

    private func flush() {
        flushReplies()
        let members = pendingWork.members
        let start = members >= 32 ? cepoll_monotonic() : 0
        var index = 0
        while index < dirtyRooms.count {
            dirtyRooms[index].flush()
            index += 1
        }
        if start > 0 { gathering.sent(members: members, nanoseconds: cepoll_monotonic() &- start) }
        dirtyRooms.removeAll(keepingCapacity: true)
        index = 0
        while index < dirtyConnections.count {
            dirtyConnections[index].flush()
            index += 1
        }
        dirtyConnections.removeAll(keepingCapacity: true)
    }

    private func release() {
        while !finished.isEmpty {
            let list = finished
            finished.removeAll(keepingCapacity: true)
            for connection in list { connection.shard.remove(connection) }
        }
    }

    // MARK: Time

    private func fireTimers() {
        while let source = wheel.popExpired(now: milliseconds) { source.expired(now: milliseconds) }
        guard !alarms.isEmpty else { return }
        let due = alarms.filter { Int32(bitPattern: $0.at &- milliseconds) <= 0 }
        guard !due.isEmpty else { return }
        alarms.removeAll { Int32(bitPattern: $0.at &- milliseconds) <= 0 }
        for alarm in due { alarm.action(self) }
    }

    /// Calls `action` once after so many milliseconds; for the few things that are no connections.
    func alarm(after milliseconds: UInt32, _ action: @escaping (HubLoop) -> Void) {
        alarms.append((self.milliseconds &+ milliseconds, action))
    }

    /// Ends a turn. Gives how long the driver may wait for something to happen, in milliseconds; nil for ever.
    func prepareToWait() -> Int32? {
        guard !hasWork else { return 0 }
        // Who posts after this store wakes the driver; what was posted before it is seen here.
        isAwake.store(false, ordering: .sequentiallyConsistent)
        guard inbox.withLock({ $0.isEmpty }) else { return 0 }
        var shortest = wheel.millisecondsToNext(now: milliseconds)
        for alarm in alarms {
            let left = max(0, Int32(bitPattern: alarm.at &- milliseconds))
            shortest = min(shortest ?? left, left)
        }
        return shortest
    }

    // MARK: Joining frames

    /// Frames one behind the other in as few buffers as is sensible, with the number of frames in each.
    func joined(_ frames: ArraySlice<FrameBuffer>, _ body: (FrameBuffer, Int) -> Void) {
        runs.join(frames, body)
    }
}
