/// What a run does with one file.
public enum FileDecision: Hashable, Sendable {
    /// It wasn't there: written.
    case create
    /// gen's own, or lines of the user's that nobody has edited, and different: rewritten.
    case update
    /// The user's, was there once, and the package needs it: written anew.
    case restore
    /// gen's own, edited by hand, and `--force` was given: overwritten.
    case overwrite
    /// gen's own, and no longer asked for: removed.
    case remove
    /// gen's own, and the bytes are the same.
    case unchanged
    /// The user's: not looked at.
    case keep
    /// The user's, was there once, and the package can do without it, or has it elsewhere: left away.
    case leaveAway
    /// The user's, and the spec no longer asks for it: kept and said.
    case orphan
    /// gen's own, but not as gen left it: refused.
    case refuse(Refusal)

    /// Whether the disk would change.
    var writes: Bool {
        switch self {
        case .create, .update, .restore, .overwrite, .remove: true
        case .unchanged, .keep, .leaveAway, .orphan, .refuse: false
        }
    }
}

/// Why gen doesn't touch a file that should be its own.
public enum Refusal: Hashable, Sendable {
    /// Its content isn't what `gen.lock` says.
    case edited
    /// `gen.lock` doesn't know it.
    case foreign
    /// A folder, a link or a device stands in its place.
    case notAFile
}

/// What stands at a path of the package.
enum DiskState: Equatable {
    case absent
    case file([UInt8])
    case other
}

extension FileDecision {
    /// Decides about a file that the spec asks for.
    ///
    /// - Parameter standsElsewhere: whether a declaration is in another of the user's files.
    static func asked(
        _ file: OutputFile, disk: DiskState, known: Manifest.Entry?, force: Bool,
        standsElsewhere: (_ declaration: String) -> Bool
    ) -> FileDecision {
        switch (file.owner, disk) {
        case (.generated, .absent): .create
        case (.generated, .other): .refuse(.notAFile)
        case (.generated, .file(let bytes)): generated(old: bytes, new: file.bytes, known: known, force: force)
        case (.user, .file), (.user, .other): .keep
        case (.user, .absent) where known == nil: .create
        case (.user(.optional), .absent): .leaveAway
        case (.user(.needed(let declaration)), .absent): standsElsewhere(declaration) ? .leaveAway : .restore
        }
    }

    private static func generated(old: [UInt8], new: [UInt8], known: Manifest.Entry?, force: Bool) -> FileDecision {
        if old == new { return .unchanged }
        if let known, known.hashes.contains(SHA256.hex(old)) { return .update }
        return force ? .overwrite : .refuse(known == nil ? .foreign : .edited)
    }

    /// Decides about a file that gen wrote once and that the spec no longer asks for; nothing if it is gone.
    static func unasked(_ known: Manifest.Entry, disk: DiskState, force: Bool) -> FileDecision? {
        switch (known.kind, disk) {
        case (_, .absent): nil
        case (.once, _): .orphan
        case (.generated, .other): .refuse(.notAFile)
        case (.generated, .file(let bytes)):
            force || known.hashes.contains(SHA256.hex(bytes)) ? .remove : .refuse(.edited)
        }
    }
}
