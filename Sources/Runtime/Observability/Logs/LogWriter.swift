import CEpoll
import Synchronization

/// Writes log lines from a thread of its own, so that a slow disk or a pipe that nobody reads holds up no event loop.
///
/// Whoever logs appends to a section in memory; the thread gathers for 20 ms, then writes what all sections have. A section is bounded:
/// what finds no room is dropped and counted, and the log says how much that was.
package final class LogWriter: Sendable {
    /// The lines of one event loop, or of all threads that have no section of their own.
    package final class Section: Sendable {
        private let lines = Guarded(LineBuffer())
        private let limit: Int
        private let pipe: WakePipe
        private let lost: Lost

        fileprivate init(limit: Int, pipe: WakePipe, lost: Lost) {
            self.limit = limit
            self.pipe = pipe
            self.lost = lost
        }

        /// Has lines appended, their line ends included, if there is room.
        func append(_ write: (inout LineBuffer) -> Void) {
            let isFirst = lines.withLock { lines in
                guard lines.count < limit else {
                    lost.lines.wrappingAdd(1, ordering: .relaxed)
                    return false
                }
                let wasEmpty = lines.count == 0
                write(&lines)
                return wasEmpty
            }
            if isFirst { pipe.ring() }
        }

        /// Takes what there is, for an empty buffer.
        fileprivate func exchange(_ other: inout LineBuffer) {
            lines.withLock { swap(&$0, &other) }
        }
    }

    fileprivate final class Lost: Sendable {
        let lines = Atomic<UInt64>(0)
    }

    /// How long lines gather before they are written.
    private static let pause: UInt64 = 20_000_000

    private struct Sweeping {
        var spare = LineBuffer()
        /// Dropped lines that the log has spoken of.
        var reported: UInt64 = 0
    }

    private let output: LogOutput
    private let limit: Int
    private let report: @Sendable (UInt64) -> String
    private let sections = Guarded<[Section]>([])
    private let sweeping = Guarded(Sweeping())
    private let pipe: WakePipe
    private let lost = Lost()
    /// For all who have no section of their own.
    package let common: Section

    /// Starts the thread.
    ///
    /// - Parameters:
    ///   - limit: the bytes that a section may hold.
    ///   - report: the line that says how many were dropped.
    /// - Throws: `ServerError` if the process may have no more files or threads.
    package init(output: LogOutput, limit: Int, report: @escaping @Sendable (UInt64) -> String) throws(ServerError) {
        guard let pipe = WakePipe() else { throw Self.failure("no more files may be open") }
        self.output = output
        self.limit = limit
        self.report = report
        self.pipe = pipe
        common = Section(limit: limit, pipe: pipe, lost: lost)
        sections.withLock { [common] in $0.append(common) }
        let status = SystemThread.start { [pipe, weak self] in
            while pipe.wait() {
                cepoll_sleep(Self.pause)
                pipe.rest()
                guard let self else { return }
                self.flush()
            }
        }
        guard status == 0 else { throw Self.failure("a thread can't be started (error \(status))") }
    }

    deinit { pipe.end() }

    private static func failure(_ reason: String) -> ServerError {
        ServerError(code: .log, message: "The log can't be written: \(reason).")
    }

    /// A section that one thread mostly has to itself.
    package func makeSection() -> Section {
        let section = Section(limit: limit, pipe: pipe, lost: lost)
        sections.withLock { $0.append(section) }
        return section
    }

    /// Lets go of a section, once its lines are written.
    package func remove(_ section: Section) {
        flush()
        sections.withLock { $0.removeAll { $0 === section } }
    }

    /// Writes what there is, on the caller's thread.
    package func flush() {
        let all = sections.withLock { $0 }
        sweeping.withLock { state in
            for section in all {
                section.exchange(&state.spare)
                if state.spare.count > 0 { state.spare.bytes.withUnsafeBytes { output.line($0) } }
                state.spare.clear()
            }
            let dropped = droppedLines
            if dropped > state.reported {
                var line = report(dropped - state.reported)
                state.reported = dropped
                line.withUTF8 { output.line(UnsafeRawBufferPointer($0)) }
            }
        }
    }

    /// How many lines found no room since the start.
    package var droppedLines: UInt64 { lost.lines.load(ordering: .relaxed) }
}
