/// A connection as its event loop knows it: something with deadlines that a stopping server ends.
package class LoopConnection: TimedSource {
    /// Where it stands in its loop's list.
    final var position = -1

    /// Other rules hold from now on, for requests to come and for deadlines.
    func rulesChanged() {}

    /// Ends when what is under way is done.
    func drain() {}

    /// Ends now.
    func abort() {}
}
