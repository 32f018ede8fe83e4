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
    private let signals: UnixSignalsSequence

    /// From now on the signals don't end the process by themselves.
    package init() async {
        signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    }

    /// Waits for the first signal and gives its name. From then on the next one ends the process, with 128 plus its number.
    package func first() async -> String {
        var iterator = signals.makeAsyncIterator()
        let name: String
        switch await iterator.next() {
        case .sigint?: name = "SIGINT"
        default: name = "SIGTERM"
        }
        let signals = signals
        Task {
            for await signal in signals { _exit(128 + signal.rawValue) }
        }
        return name
    }
}
