import GatewayDiagnostics
public import GatewaySpec

/// Where a spec comes from.
public enum SpecSource: Sendable {
    /// A file.
    case file(String)
    /// Text that came through standard input.
    case text([UInt8])

    /// Reads and checks it.
    public func load() -> SpecLoader.Result {
        switch self {
        case .file(let path): SpecLoader().load(path: path)
        case .text(let bytes): SpecLoader().load(SourceFile(path: "-", bytes: bytes))
        }
    }

    /// The folder that relative paths in the spec start from.
    var folder: FolderPath {
        switch self {
        case .file(let path): FolderPath(path).parent ?? FolderPath("/")
        case .text: FolderPath(".")
        }
    }

    /// The file's name, if it has one.
    var name: String? {
        switch self {
        case .file(let path): path.split(separator: "/").last.map(String.init)
        case .text: nil
        }
    }
}
