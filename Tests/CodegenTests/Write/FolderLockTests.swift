import Dispatch
import Foundation
import Synchronization
import Testing

@testable import GatewayCodegen

@Suite("the lock of a folder")
struct FolderLockTests {
    @Test("who does not get it closes its own descriptor once, and nobody else's")
    func refused() throws {
        let folder = NSTemporaryDirectory() + "folder-lock-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let holder = try FolderLock(folder: folder, patience: .zero)
        let isOver = Atomic(false)
        let broken = Atomic(0)
        let group = DispatchGroup()
        DispatchQueue.global().async(group: group) {
            while !isOver.load(ordering: .relaxed) {
                let descriptor = open("/dev/null", O_WRONLY | O_CLOEXEC)
                let isWritten = write(descriptor, "a", 1) == 1
                if close(descriptor) != 0 || !isWritten { broken.wrappingAdd(1, ordering: .relaxed) }
            }
        }
        for _ in 0..<20_000 {
            #expect(throws: FileProblem.self) { try FolderLock(folder: folder, patience: .zero) }
        }
        isOver.store(true, ordering: .relaxed)
        group.wait()
        #expect(broken.load(ordering: .relaxed) == 0)
        holder.release()
    }
}
