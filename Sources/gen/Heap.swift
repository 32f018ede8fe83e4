import CHeap

/// How gen takes memory from the system.
enum Heap {
    /// For a command that reads a spec, does its work and ends: the heap grows in large steps and is never given back, since
    /// the kernel's time for pages, one by one, is a sixth of what checking a large spec takes.
    static func reserve() { cheap_reserve(32 << 20) }

    /// Keeps a value until the process ends: to take a large one apart before that is work for nothing.
    static func keep(_ value: some Sendable) { _ = Unmanaged.passRetained(Kept(value: value)) }

    private final class Kept: Sendable {
        let value: any Sendable
        init(value: some Sendable) { self.value = value }
    }
}
