import Foundation
import Testing

@testable import GatewayRuntime

@Suite("a log file")
struct LogFileTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("log-\(UUID().uuidString)")

    private var path: String { folder.appendingPathComponent("a.log").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    private func text(_ name: String) -> String? {
        try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    private func write(_ text: String, to file: LogFile) {
        Array(text.utf8).withUnsafeBytes { file.write($0) }
    }

    private func cleaned(_ body: () throws -> Void) rethrows {
        defer { try? FileManager.default.removeItem(at: folder) }
        try body()
    }

    @Test("it is appended to, and renamed when it has grown; the oldest goes")
    func rotation() throws {
        try cleaned {
            write("0\n", to: try LogFile(path: path, maxSize: nil, keep: 0))
            let file = try LogFile(path: path, maxSize: 8, keep: 2)
            for number in 1...9 { write("\(number)\n", to: file) }
            #expect(text("a.log") == "8\n9\n")
            #expect(text("a.log.1") == "4\n5\n6\n7\n")
            #expect(text("a.log.2") == "0\n1\n2\n3\n")
            for number in 10...13 { write("\(number)\n", to: file) }
            #expect(text("a.log.2") == "8\n9\n10\n" && text("a.log.3") == nil)
        }
    }

    @Test("a line longer than the size has a file to itself; with none kept the old one is deleted")
    func small() throws {
        try cleaned {
            let file = try LogFile(path: path, maxSize: 4, keep: 0)
            write("0123456789\n", to: file)
            #expect(text("a.log") == "0123456789\n")
            write("a\n", to: file)
            #expect(text("a.log") == "a\n" && text("a.log.1") == nil)
        }
    }

    @Test("whoever renames it has it opened again")
    func reopen() throws {
        try cleaned {
            let file = try LogFile(path: path, maxSize: nil, keep: 0)
            write("a\n", to: file)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
            write("b\n", to: file)
            #expect(file.reopen() == 0)
            write("c\n", to: file)
            #expect(text("a.log.old") == "a\nb\n" && text("a.log") == "c\n")
        }
    }

    @Test("when it can't be opened again the old one stays in use")
    func reopenFails() throws {
        try cleaned {
            let file = try LogFile(path: path, maxSize: nil, keep: 0)
            let moved = folder.path + "-moved"
            try FileManager.default.moveItem(atPath: folder.path, toPath: moved)
            defer { try? FileManager.default.removeItem(atPath: moved) }
            #expect(file.reopen() != 0)
            write("a\n", to: file)
            #expect(try String(contentsOfFile: moved + "/a.log", encoding: .utf8) == "a\n")
        }
    }

    @Test("what is no file is written to, and never renamed; a pipe that nobody reads is refused at once")
    func pipes() throws {
        try cleaned {
            #expect(mkfifo(path, 0o600) == 0)
            let error = #expect(throws: ServerError.self) { try LogFile(path: path, maxSize: 4, keep: 1) }
            #expect(error?.message.contains("No such device or address") == true)
            let reading = open(path, O_RDONLY | O_NONBLOCK)
            defer { close(reading) }
            let file = try LogFile(path: path, maxSize: 4, keep: 1)
            for number in 1...4 { write("\(number)\n", to: file) }
            var bytes = [UInt8](repeating: 0, count: 100)
            let count = read(reading, &bytes, 100)
            #expect(String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self) == "1\n2\n3\n4\n")
            #expect(!FileManager.default.fileExists(atPath: path + ".1"))
        }
    }

    @Test("a file that can't be opened is named, with what helps")
    func unopenable() throws {
        cleaned {
            let error = #expect(throws: ServerError.self) {
                try LogFile(path: folder.path + "/no/a.log", maxSize: nil, keep: 0)
            }
            #expect(
                error?.message
                    == "The log file '\(folder.path)/no/a.log' can't be opened: No such file or directory. Make its folder, or let log.file name another place."
            )
        }
    }
}
