#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Keeps a second gen out of a folder while one writes there.
///
/// The lock is the folder's own (`flock`), so none is left behind by a run that was killed.
final class FolderLock {
    private let descriptor: CInt

    /// Takes the lock, waiting up to `patience` for another run to end.
    init(folder: String, patience: Duration) throws(FileProblem) {
        descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("open", folder) }
        let deadline = ContinuousClock.now + patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard errno == EWOULDBLOCK || errno == EINTR, ContinuousClock.now < deadline else {
                let busy = errno == EWOULDBLOCK
                // `deinit` runs and closes it. A second time would close what another thread has opened since.
                let problem = FileProblem.system("lock", folder)
                throw busy ? FileProblem(action: "lock", path: folder, why: "another gen is writing there") : problem
            }
            usleep(20_000)
        }
    }

    /// Lets the next one in.
    func release() { flock(descriptor, LOCK_UN) }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
