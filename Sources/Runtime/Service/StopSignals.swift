import UnixSignals

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// SIGTERM and SIGINT: the first asks the service to stop, the second ends it at once.
package struct StopSignals: Sendable {
    private let names: AsyncStream<String>

    /// From now on the signals don't end the process by themselves; the second one does, with 128 plus its number.
    package init() async {
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        let (names, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(1))
        self.names = names
        // The one bridge from signals to tasks: it lives as long as the process.
        Task {
            var isStopping = false
            for await signal in signals {
                if isStopping { _exit(128 + signal.rawValue) }
                isStopping = true
                continuation.yield(signal == .sigint ? "SIGINT" : "SIGTERM")
            }
        }
    }

    /// Waits for the first signal and gives its name.
    package func first() async -> String {
        for await name in names { return name }
        return "end of the process"
    }
}
