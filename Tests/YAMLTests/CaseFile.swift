import Foundation
import Testing

/// A case of a file in `Cases`: a document and what must come of it.
///
/// A file holds any number of cases: `=== title`, the document, a line of eight dashes, the expected tree and findings. In documents `⇥` stands for a
/// tab, `␍` for a carriage return, and `∎` at the end of the last line leaves its line break out. With `WRITE_CASES=1` in the
/// environment the test writes what it gets; look at the difference before you commit it.
struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    let title: String
    let document: String
    let expected: String

    var testDescription: String { "\(file): \(title)" }

    /// The document's text with its stand-ins replaced.
    var text: String {
        var text = document
        for (standIn, meant) in [("⇥", "\t"), ("␍", "\r"), ("∎\n", "")] {
            text = text.replacingOccurrences(of: standIn, with: meant)
        }
        return text
    }
}

/// The files of the folder `Cases`.
enum CaseFile {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")
    private static let separator = "--------"

    /// Whether expectations are to be written, not checked.
    static let isWriting = ProcessInfo.processInfo.environment["WRITE_CASES"] == "1"

    /// The names of all files, sorted.
    static let names: [String] = {
        let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path())
        return (names ?? []).filter { $0.hasSuffix(".txt") }.sorted()
    }()

    /// All cases of all files.
    static let cases: [Case] = names.flatMap { (try? read($0)) ?? [] }

    static func read(_ name: String) throws -> [Case] {
        let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        return text.components(separatedBy: "\n=== ").dropFirst().map { part in
            let lines = part.components(separatedBy: "\n")
            let end = lines.firstIndex(of: separator) ?? lines.count
            let expected = lines.dropFirst(end + 1).joined(separator: "\n")
            return Case(
                file: name, title: lines[0], document: lines[1..<end].map { $0 + "\n" }.joined(),
                expected: expected.trimmingCharacters(in: .newlines))
        }
    }

    /// Replaces a file's expectations by what the reader says now.
    static func write(_ name: String, _ result: (Case) -> String) throws {
        let path = folder.appending(path: name)
        let head = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n=== ")[0]
        let parts = try read(name).map { test in
            "\n=== \(test.title)\n\(test.document)\(separator)\n\(result(test))\n"
        }
        try (head + parts.joined()).write(to: path, atomically: true, encoding: .utf8)
    }
}
