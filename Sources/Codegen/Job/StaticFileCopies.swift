#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import GatewayDiagnostics
import GatewaySpec

/// The files that a spec serves: they lie beside it, and are copied once into its package.
struct StaticFileCopies {
    /// The most files a folder may bring.
    static let mostFiles = 2_000
    /// The most bytes one file may have.
    static let mostBytes = 16 << 20

    /// The spec's folder.
    let source: FolderPath
    private(set) var files: [OutputFile] = []
    private(set) var diagnostics = DiagnosticSet()

    init(source: FolderPath) { self.source = source }

    /// Takes what the routes serve. What is there already, `present` knows: then it need not lie beside the spec.
    mutating func collect(_ spec: ServiceSpec, present: (OutputPath) -> Bool) {
        for route in spec.routes {
            guard case .staticFiles(let files) = route.action else { continue }
            switch files.source {
            case .file(let file): copy(file, present: present)
            case .directory(let folder): copyFolder(folder, present: present)
            }
        }
    }

    private mutating func copy(_ file: Spanned<String>, present: (OutputPath) -> Bool) {
        guard let path = OutputPath(file.value) else {
            return diagnostics.error(.badStaticPath, "'\(file.value)' leads out of the package", at: file.span)
        }
        guard !files.contains(where: { $0.path == path }) else { return }
        let absolute = "\(source.text)/\(path)"
        guard Self.isFile(absolute) else {
            if !present(path) { warnMissing(file) }
            return
        }
        guard source.holds(FolderPath(absolute)) else {
            return diagnostics.error(
                .badStaticPath, "'\(file.value)' is a link that leads out of the spec's folder", at: file.span)
        }
        do {
            let bytes = try OutputFolder.read(absolute, named: file.value)
            guard bytes.count <= Self.mostBytes else {
                return diagnostics.warning(
                    .staticTooLarge, "'\(file.value)' is too large to be copied", at: file.span,
                    help: "put it into the package's folder yourself")
            }
            files.append(OutputFile(path: path, owner: .user(.optional), bytes: bytes))
        } catch {
            diagnostics.error(.unreadable, "can't read '\(file.value)': \(error.why)", at: file.span)
        }
    }

    private mutating func copyFolder(_ folder: Spanned<String>, present: (OutputPath) -> Bool) {
        guard OutputPath(folder.value) != nil else {
            return diagnostics.error(.badStaticPath, "'\(folder.value)' leads out of the package", at: folder.span)
        }
        let paths = Self.files(in: folder.value, under: source.text, depth: 0)
        guard paths.count <= Self.mostFiles else {
            return diagnostics.warning(
                .staticTooLarge, "'\(folder.value)' has more than \(Self.mostFiles) files and isn't copied",
                at: folder.span,
                help: "put it into the package's folder yourself")
        }
        if paths.isEmpty && !OutputPath(folder.value).map(present).isTrue { warnMissing(folder) }
        for path in paths { copy(Spanned(path, folder.span), present: present) }
    }

    private mutating func warnMissing(_ path: Spanned<String>) {
        diagnostics.warning(
            .missingStatic, "there is no '\(path.value)' beside the spec", at: path.span,
            help: "put it there before the service is started, or the route answers 404")
    }

    /// The files below a folder, in order; hidden ones and links to folders are left out.
    private static func files(in folder: String, under root: String, depth: Int) -> [String] {
        guard depth < 16 else { return [] }
        return OutputFolder.names(in: "\(root)/\(folder)").filter { !$0.hasPrefix(".") }.sorted().flatMap { name in
            let path = "\(folder)/\(name)"
            if isFile("\(root)/\(path)") { return [path] }
            return isFolder("\(root)/\(path)") ? files(in: path, under: root, depth: depth + 1) : []
        }
    }

    private static func isFile(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFREG
    }

    private static func isFolder(_ path: String) -> Bool {
        var info = stat()
        return lstat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}

extension Bool? {
    fileprivate var isTrue: Bool { self == true }
}
