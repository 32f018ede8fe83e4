/// A system call that an event loop cannot do without failed.
struct EventLoopError: Error, CustomStringConvertible {
    /// The system call.
    let operation: String
    /// Its error number.
    let errno: Int32

    /// What failed, and what usually mends it.
    var description: String {
        "\(operation) failed with error \(errno); 24 means too many open files: raise the limit (ulimit -n)"
    }
}
