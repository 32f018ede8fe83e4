import Synchronization

/// The versions of files that were served last, within a bound of memory.
///
/// Nothing is trusted for long: who takes a version compares its status with the file's.
final class FileCache: Sendable {
    private struct Contents {
        var files: [String: LoadedFile] = [:]
        var cost = 0
    }

    private let contents = Guarded(Contents())
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    subscript(_ name: String) -> LoadedFile? {
        contents.withLock { $0.files[name] }
    }

    /// Keeps a version; when memory is short, others go, whichever they are.
    func insert(_ file: LoadedFile, for name: String) {
        guard file.cost <= capacity else { return }
        contents.withLock { contents in
            if let old = contents.files.removeValue(forKey: name) { contents.cost -= old.cost }
            while contents.cost + file.cost > capacity, let victim = contents.files.popFirst() {
                contents.cost -= victim.value.cost
            }
            contents.files[name] = file
            contents.cost += file.cost
        }
    }

    func remove(_ name: String) {
        contents.withLock { contents in
            if let old = contents.files.removeValue(forKey: name) { contents.cost -= old.cost }
        }
    }
}
