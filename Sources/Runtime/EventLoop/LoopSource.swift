/// Something whose descriptor an event loop watches.
package class LoopSource {
    /// The descriptor can be read (or has ended), or written. Called on the loop's thread.
    func ready(read: Bool, write: Bool) {}
}
