import CEpoll
import NIOCore

/// What the connections of one event loop share: time, deadlines, and memory that is only used while bytes are handled.
///
/// It belongs to its loop's thread.
final class ServerLoop {
    let eventLoop: any EventLoop
    let core: ServerCore
    let door: LoopDoor
    let meter: LoopMeter
    /// What holds now.
    private(set) var rules: ServerRules
    var wheel: TimerWheel
    var date = DateLine()
    /// Milliseconds of the core's clock, taken when bytes last came in.
    private(set) var now: UInt64
    /// The same moment in nanoseconds.
    private(set) var nanoseconds: UInt64
    private(set) var connections: [LoopConnection] = []
    private var spareHead = RequestHead()
    private var spareOutputs: [ByteBuffer] = []
    /// Those whose answers are made and sent at the end of the loop's turn.
    private var waiting: [HTTP1Connection] = []
    /// When the first of them was read from, in nanoseconds.
    private var waitingSince: UInt64 = 0
    private var ticks: RepeatedTask?
    /// The number of the last request.
    private var requests = UInt64.random(in: .min ... .max)
    /// The loop's part of the access log.
    let lines: LogWriter.Section?
    /// The loop's part of load shedding.
    let shedder = LoadShedder()

    /// How often deadlines are looked at.
    static let tick = TimeAmount.milliseconds(250)

    init(eventLoop: any EventLoop, core: ServerCore, rules: ServerRules, door: LoopDoor) {
        self.door = door
        self.eventLoop = eventLoop
        self.core = core
        self.rules = rules
        meter = core.metrics.makeMeter()
        lines = core.accessLog.makeSection()
        nanoseconds = core.clock.now()
        now = nanoseconds / 1_000_000
        wheel = TimerWheel(now: UInt32(truncatingIfNeeded: now))
    }

    deinit { wheel.deallocate() }

    /// Takes the time, for deadlines and for `Date`.
    @inline(__always)
    func takeTime() {
        nanoseconds = core.clock.now()
        now = nanoseconds / 1_000_000
        date.refresh(now: nanoseconds)
    }

    /// What the next request is called.
    ///
    /// - Parameter isProxy: whether a trusted proxy hands it on.
    @inline(__always)
    func mark(_ head: RequestHead, isProxy: Bool) -> RequestMark {
        requests &+= 1
        return RequestMark(
            number: requests, given: rules.names?.read(head, isProxy: isProxy),
            sample: core.spans == nil ? 0 : rules.sample)
    }

    // MARK: Memory

    /// An empty head with room, if nobody has it.
    func takeHead() -> RequestHead {
        var head = RequestHead()
        swap(&head, &spareHead)
        return head
    }

    func give(_ head: inout RequestHead) {
        swap(&head, &spareHead)
        head = RequestHead()
    }

    /// An empty buffer, with room if there is one.
    func takeOutput() -> ByteBuffer { spareOutputs.popLast() ?? ByteBuffer() }

    /// Takes back a buffer that was handed to the channel; its memory is used again if it was sent at once.
    func give(_ buffer: inout ByteBuffer) {
        // Neither large ones nor many are kept: they would stay for good.
        guard buffer.capacity <= (spareOutputs.isEmpty ? 256 : 8) * 1024, spareOutputs.count < Self.turnLimit else {
            return buffer = ByteBuffer()
        }
        buffer.clear()
        spareOutputs.append(buffer)
        buffer = ByteBuffer()
    }

    // MARK: Turns

    /// So many connections at most have their answers wait for the others of a turn.
    static let turnLimit = 32
    /// So long at most, in nanoseconds: handlers that take their time must not add up.
    static let turnTime: UInt64 = 1_000_000

    /// Sends a connection's answers when the loop has read from all connections that have something to read.
    func flushLater(_ connection: HTTP1Connection) {
        if waiting.isEmpty { waitingSince = nanoseconds }
        waiting.append(connection)
        if waiting.count == Self.turnLimit || nanoseconds &- waitingSince > Self.turnTime { return flushWaiting() }
        guard waiting.count == 1 else { return }
        let bound = NIOLoopBound(self, eventLoop: eventLoop)
        eventLoop.execute { bound.value.flushWaiting() }
    }

    private func flushWaiting() {
        var turn: [HTTP1Connection] = []
        swap(&turn, &waiting)
        for connection in turn { connection.flush() }
        turn.removeAll(keepingCapacity: true)
        if waiting.isEmpty { swap(&turn, &waiting) }
    }

    /// Takes the loop's lag so often, in milliseconds.
    func startBeats(every milliseconds: UInt64) {
        let interval = milliseconds &* 1_000_000
        let lag = meter.lag
        lag.expect(at: cepoll_monotonic() &+ interval)
        let time = TimeAmount.nanoseconds(Int64(clamping: interval))
        eventLoop.scheduleRepeatedTask(initialDelay: time, delay: time) { _ in
            let now = cepoll_monotonic()
            lag.beat(now: now)
            lag.expect(at: now &+ interval)
        }
    }

    // MARK: Connections

    func add(_ connection: LoopConnection) {
        connection.position = connections.count
        connections.append(connection)
        if ticks == nil {
            let bound = NIOLoopBound(self, eventLoop: eventLoop)
            ticks = eventLoop.scheduleRepeatedTask(initialDelay: Self.tick, delay: Self.tick) { _ in bound.value.fire()
            }
        }
    }

    func remove(_ connection: LoopConnection) {
        guard connection.position >= 0, connection.position < connections.count else { return }
        let last = connections.removeLast()
        if last !== connection {
            connections[connection.position] = last
            last.position = connection.position
        }
        connection.position = -1
        wheel.cancel(connection)
        if connections.isEmpty {
            ticks?.cancel()
            ticks = nil
        }
    }

    /// Looks for connections whose deadline has passed.
    func fire() {
        takeTime()
        let milliseconds = UInt32(truncatingIfNeeded: now)
        while let source = wheel.popExpired(now: milliseconds) { source.expired(now: milliseconds) }
    }

    /// Sees to it that `expired` is called at a time; an earlier call that is due already stays.
    func watch(_ source: TimedSource, until deadline: UInt64) {
        let due = UInt32(truncatingIfNeeded: deadline)
        if source.isScheduled, Int32(bitPattern: due &- source.deadline) >= 0 { return }
        wheel.schedule(source, at: due)
    }

    /// Calls `expired` no more.
    func stopWatching(_ source: TimedSource) { wheel.cancel(source) }

    /// Other rules hold from now on; connections that are open go on.
    func change(to rules: ServerRules) {
        self.rules = rules
        takeTime()
        for connection in connections { connection.rulesChanged() }
    }

    /// Ends each connection when it has answered its present request.
    func drain() {
        for connection in connections { connection.drain() }
    }

    /// Ends all connections now, and writes what the log still waits for.
    func end() {
        for connection in connections { connection.abort() }
        core.accessLog.remove(lines)
    }
}
