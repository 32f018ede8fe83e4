import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Where log lines go: a descriptor or a file that gets each line in one piece, or a writer that takes them there.
package final class LogOutput: Sendable {
    private let write: @Sendable (UnsafeRawBufferPointer) -> Void

    /// The process's standard error.
    package static let standardError = LogOutput(descriptor: 2)

    /// Writes to a descriptor that stays open; lines of several threads don't mix.
    package init(descriptor: CInt) {
        let lock = Guarded(())
        write = { bytes in
            lock.withLock { _ in
                var rest = bytes
                while let start = rest.baseAddress, !rest.isEmpty {
                    let count = systemWrite(descriptor, start, rest.count)
                    // A log that nobody takes (a closed pipe, a full disk) must not take the service down.
                    if count < 0, errno == EINTR { continue }
                    guard count > 0 else { return }
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                }
            }
        }
    }

    /// Appends to a file, which is renamed when it has grown.
    package init(file: LogFile) {
        write = { file.write($0) }
    }

    /// Leaves lines to a writer's thread.
    package init(section: LogWriter.Section) {
        write = { bytes in section.append { $0.append(bytes) } }
    }

    /// Hands each line, its line end included, to a closure: for tests.
    package init(_ take: @escaping @Sendable (String) -> Void) {
        write = { take(String(decoding: $0, as: UTF8.self)) }
    }

    func line(_ bytes: UnsafeRawBufferPointer) {
        write(bytes)
    }
}

private func systemWrite(_ descriptor: CInt, _ start: UnsafeRawPointer, _ count: Int) -> Int {
    write(descriptor, start, count)
}
