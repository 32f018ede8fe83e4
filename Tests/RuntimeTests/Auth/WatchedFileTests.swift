import Foundation
import Synchronization
import Testing

@testable import GatewayRuntime

@Suite("files of keys")
struct WatchedFileTests {
    @Test("a changed file is read again; one that won't do leaves what was known")
    func reload() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "keys-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let time = Mutex(100.0)
        let logs = LogLines()
        try "one".write(toFile: path, atomically: true, encoding: .utf8)
        let file = try WatchedFile(path: path, logger: logs.logger, clock: WallClock { time.withLock { $0 } }) {
            (bytes) throws(FileProblem) in
            if bytes.isEmpty { throw FileProblem("it is empty") }
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(file.value == "one")
        try "two!".write(toFile: path, atomically: true, encoding: .utf8)
        #expect(file.value == "one", "it is not looked at more than once a second")
        time.withLock { $0 += 1 }
        #expect(file.value == "two!")
        try "".write(toFile: path, atomically: true, encoding: .utf8)
        time.withLock { $0 += 1 }
        #expect(file.value == "two!")
        #expect(logs.all.contains { $0.contains("it is empty") })
        try FileManager.default.removeItem(atPath: path)
        time.withLock { $0 += 1 }
        #expect(file.value == "two!")
    }
}
