/// Lines of a file that gen wrote once and that must follow the spec all the same, such as a package's dependencies.
///
/// They are brought up to date only while the file is as gen left it; the rest of it stays as it is even then.
public struct FollowedLines: Hashable, Sendable {
    /// The line that they stand behind.
    let start: String
    /// What the line behind them begins with.
    let end: String
    /// What shall stand between the two.
    let lines: [String]

    /// A file's text with these lines in their place; nil if the place isn't there.
    func applied(to bytes: [UInt8]) -> [UInt8]? {
        var text = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = text.firstIndex(where: { $0 == start }),
            let last = text[(first + 1)...].firstIndex(where: { $0.hasPrefix(end) })
        else { return nil }
        text.replaceSubrange((first + 1)..<last, with: lines.map { Substring($0) })
        return Array(text.joined(separator: "\n").utf8)
    }
}
