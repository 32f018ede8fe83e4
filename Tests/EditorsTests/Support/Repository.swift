import Foundation
import GatewayDiagnostics

/// The files of the repository that tests go through.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().standardizedFileURL

    /// The sample specs and what they import: those in specs, and all below specs/common and specs/samples.
    static var samples: [String] {
        let folders = ["specs/common", "specs/samples"].flatMap { folder in
            let below = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
            let names = (below?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".yaml") }.sorted()
            return names.map { "\(folder)/\($0)" }
        }
        return names(in: "specs", ending: ".yaml").map { "specs/\($0)" } + folders
    }

    /// Those that are small enough to go through again and again.
    static var smallSamples: [String] { samples.filter { (bytes($0) ?? []).count < 6000 } }

    /// A file's bytes, for loaders.
    static func bytes(_ path: String) -> [UInt8]? {
        (try? Data(contentsOf: root.appending(path: path))).map(Array.init)
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func names(in folder: String, ending suffix: String) -> [String] {
        let url = root.appending(path: folder)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path())) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted()
    }

    /// The specs of Tests/SpecTests/Cases: a name, and the files of each, the main one first.
    static var cases: [(name: String, files: [SourceFile])] {
        let folder = "Tests/SpecTests/Cases"
        return names(in: folder, ending: ".txt").compactMap { name in
            guard let text = try? text("\(folder)/\(name)") else { return nil }
            return (name, files(ofCase: text))
        }
    }

    /// A case is a spec, more files behind `>>>> path` lines, and behind a line of dashes what is said about it.
    private static func files(ofCase text: String) -> [SourceFile] {
        var files: [(path: String, lines: [Substring])] = [("spec.yaml", [])]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.count >= 40, line.allSatisfy({ $0 == "-" }) { break }
            if line.hasPrefix(">>>> ") {
                files.append((String(line.dropFirst(5)), []))
            } else {
                files[files.count - 1].lines.append(line)
            }
        }
        return files.map { file in
            SourceFile(path: file.path, text: file.lines.map { $0 + "\n" }.joined())
        }
    }
}

/// A seeded generator (SplitMix64), so that a failure can be run again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
