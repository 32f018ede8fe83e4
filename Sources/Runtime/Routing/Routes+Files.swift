extension Routes {
    /// Serves one file. A relative path starts at `root`.
    ///
    /// - Parameter cache: how long a client may use the file without asking again (default: it asks each time).
    public mutating func file(
        _ method: RouteMethod, _ pattern: String, _ path: String, cache: Duration? = nil,
        files: FileOptions = FileOptions(), options: RouteOptions = RouteOptions()
    ) {
        let file = resolved(path)
        if FileStatus(path: file)?.kind != .regular { warn("\(pattern) serves \(file), and there is no such file") }
        let files = files.cached(
            for: cache, guarded: !options.auth.isEmpty, compress: options.compress && chain.compress)
        add(method, pattern, .file(StaticFiles(file: file, options: files)), options: options)
    }

    /// Serves the files of a folder; the pattern ends in `{name*}`. A relative path starts at `root`.
    ///
    /// - Parameters:
    ///   - index: the file that a folder's path serves.
    ///   - cache: how long a client may use a file without asking again (default: it asks each time).
    public mutating func directory(
        _ method: RouteMethod, _ pattern: String, _ path: String, index: String = "index.html", cache: Duration? = nil,
        files: FileOptions = FileOptions(), options: RouteOptions = RouteOptions()
    ) {
        let folder = resolved(path)
        if FileStatus(path: folder)?.kind != .directory {
            warn("\(pattern) serves \(folder), and there is no such folder")
        }
        guard pattern.hasSuffix("*}") || pattern.hasSuffix("*}/") else {
            return refuse("\(pattern) serves a folder, so it must end in a parameter that names the file: {path*}")
        }
        let files = files.cached(
            for: cache, guarded: !options.auth.isEmpty, compress: options.compress && chain.compress)
        add(method, pattern, .file(StaticFiles(directory: folder, index: index, options: files)), options: options)
    }

    private func resolved(_ path: String) -> String {
        path.hasPrefix("/") ? path : root + "/" + path
    }
}
