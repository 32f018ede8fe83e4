/// One file of a generated package, as it shall be.
public struct OutputFile: Hashable, Sendable {
    /// Where it stands, from the package's folder.
    public let path: OutputPath
    /// Whose it is.
    public let owner: FileOwner
    /// What it holds.
    public let bytes: [UInt8]
    /// Lines of a file of the user's that follow the spec while nobody has edited it; nil for none.
    public let followed: FollowedLines?

    /// Makes a file from its parts.
    public init(path: OutputPath, owner: FileOwner, bytes: [UInt8], followed: FollowedLines? = nil) {
        self.path = path
        self.owner = owner
        self.bytes = bytes
        self.followed = followed
    }

    /// The content as text; a byte that is no UTF-8 is replaced.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}

/// Whose a generated file is, which decides what a second run may do with it.
public enum FileOwner: Hashable, Sendable {
    /// gen's: always rewritten, removed when the spec no longer asks for it.
    case generated
    /// The user's: written when it isn't there, never touched again.
    case user(UserFile)

    /// The word that stands for it in `gen.lock`.
    var kind: FileKind {
        switch self {
        case .generated: .generated
        case .user: .once
        }
    }
}

/// What gen does about a file of the user's that was there once and is no more.
public enum UserFile: Hashable, Sendable {
    /// The package doesn't compile without it: it is written anew, unless `declaration` stands in another file.
    case needed(declaration: String)
    /// The user did not want it: it stays away.
    case optional
}
