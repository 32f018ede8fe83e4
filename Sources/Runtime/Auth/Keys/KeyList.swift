import Logging

/// Names with a secret or a hash each, from the config (`keys`) and from a file.
struct KeyList<Key: Sendable>: Sendable {
    private let listed: [String: Key]
    private let file: WatchedFile<[String: Key]>?

    /// - Parameter read: makes a key of what stands behind the name; says what is wrong with it, without showing it.
    init(_ setup: SchemeSetup, read: @escaping @Sendable (String) throws(FileProblem) -> Key) throws(SchemeProblem) {
        let settings = setup.settings
        guard !settings.keys.isEmpty || settings.file != nil else {
            throw setup.missing("keys", or: ["file"], example: "name:value")
        }
        do throws(FileProblem) {
            listed = try Self.table(settings.keys, read)
        } catch {
            throw setup.problem("keys", error.message)
        }
        file = try setup.watch { (bytes) throws(FileProblem) in try Self.table(Self.lines(bytes), read) }
    }

    /// The key of a name, the file's first.
    func key(of name: String) -> Key? { file?.value[name] ?? listed[name] }

    /// Everything.
    var all: [String: Key] { file.map { $0.value.merging(listed) { own, _ in own } } ?? listed }

    /// A file's lines without empty ones and those that begin with `#`.
    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).map {
            StringRules.trimmed(String(decoding: $0, as: UTF8.self))
        }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    }

    private static func table(
        _ entries: [String], _ read: (String) throws(FileProblem) -> Key
    ) throws(FileProblem) -> [String: Key] {
        var table: [String: Key] = [:]
        for (index, entry) in entries.enumerated() {
            guard let colon = entry.firstIndex(of: ":"), colon > entry.startIndex else {
                throw FileProblem("entry \(index + 1) is not `name:value`")
            }
            let name = String(entry[..<colon])
            guard table[name] == nil else { throw FileProblem("'\(name)' is there twice") }
            do throws(FileProblem) {
                table[name] = try read(String(entry[entry.index(after: colon)...]))
            } catch {
                throw FileProblem("'\(name)': \(error.message)")
            }
        }
        guard !table.isEmpty || entries.isEmpty else { throw FileProblem("there is no key in it") }
        return table
    }
}
