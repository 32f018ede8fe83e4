/// `gen.lock`: which files gen wrote, and what it wrote in them.
///
/// It lies in the package and is committed with it. A line a file, in order of path, so that it merges like source:
///
///     gen.lock 1
///     service chat
///     generated 9f86d08… Sources/Chat/Generated/API.swift
///     once 2c26b46… Sources/Chat/Main.swift
struct Manifest: Equatable {
    /// The file's name in the package.
    static let name = "gen.lock"
    /// The version of the form above.
    static let format = 1

    /// Whose package it is.
    var service: String
    /// What gen wrote, by path.
    var files: [OutputPath: Entry] = [:]

    struct Entry: Equatable {
        var kind: FileKind
        /// More than one only while a run is at work: then the old and the new content are both gen's.
        var hashes: Set<String>
    }

    /// The whole text, the same for the same files.
    var text: String {
        var lines = [
            "# What gen wrote for this service, so that it knows its own files again. Commit it; don't edit it.",
            "gen.lock \(Self.format)", "service \(service)",
        ]
        for (path, entry) in files.sorted(by: { $0.key < $1.key }) {
            lines += entry.hashes.sorted().map { "\(entry.kind.rawValue) \($0) \(path)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// Whose a file is, as `gen.lock` says it.
enum FileKind: String {
    case generated, once
}

extension Manifest {
    /// Reads `gen.lock`.
    init(text: String) throws(ManifestError) {
        var service: String?
        var format: Int?
        self.init(service: "")
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.split(separator: " ", maxSplits: 2)
            guard let first = words.first, !first.hasPrefix("#") else { continue }
            switch (first, words.count) {
            case ("gen.lock", 2): format = Int(words[1])
            case ("service", 2): service = String(words[1])
            default: try read(words, line: index + 1)
            }
            if let format, format > Self.format { throw .newer(format) }
        }
        guard let service, format != nil else { throw .unreadable(line: 1) }
        self.service = service
    }

    private mutating func read(_ words: [Substring], line: Int) throws(ManifestError) {
        guard words.count == 3, let kind = FileKind(rawValue: String(words[0])),
            words[1].utf8.count == 64, let path = OutputPath(String(words[2]))
        else { throw .unreadable(line: line) }
        files[path, default: Entry(kind: kind, hashes: [])].hashes.insert(String(words[1]))
    }
}

/// Why a `gen.lock` can't be used.
enum ManifestError: Error, Equatable {
    /// Line `line` has no such form; often a merge conflict.
    case unreadable(line: Int)
    /// A later gen wrote it.
    case newer(Int)
}
