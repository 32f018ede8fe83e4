import Logging

/// What a file says, read again when it changes. A changed file that can't be read leaves what was known, and a warning.
package final class WatchedFile<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var status: FileStatus?
        var checked: Double
    }

    private let path: String
    private let logger: Logger
    private let clock: WallClock
    private let parse: @Sendable ([UInt8]) throws(FileProblem) -> Value
    private let state: Guarded<State>

    /// How long the file isn't looked at again.
    private static var interval: Double { 1 }

    /// Reads the file.
    package init(
        path: String, logger: Logger, clock: WallClock,
        parse: @escaping @Sendable ([UInt8]) throws(FileProblem) -> Value
    ) throws(FileProblem) {
        self.path = path
        self.logger = logger
        self.clock = clock
        self.parse = parse
        let (bytes, status) = try SmallFile.read(path)
        state = Guarded(State(value: try parse(bytes), status: status, checked: clock.now()))
    }

    /// What it says now.
    package var value: Value {
        let now = clock.now()
        return state.withLock { state in
            guard abs(now - state.checked) >= Self.interval else { return state.value }
            state.checked = now
            let status = FileStatus(path: path)
            guard status != state.status else { return state.value }
            state.status = status
            do throws(FileProblem) {
                let (bytes, status) = try SmallFile.read(path)
                state.value = try parse(bytes)
                state.status = status
                logger.info("keys read again", metadata: ["file": "\(path)"])
            } catch {
                logger.warning(
                    "a changed file of keys is not taken; the keys from before hold on",
                    metadata: ["file": "\(path)", "error": "\(error.message)"])
            }
            return state.value
        }
    }
}

/// What is wrong with a file of keys; never one of them.
package struct FileProblem: Error, Hashable, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
