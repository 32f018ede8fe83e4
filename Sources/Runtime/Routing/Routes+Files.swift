extension Routes {
    /// Serves one file. A relative path starts at `root`.
    public mutating func file(
        _ method: RouteMethod, _ pattern: String, _ path: String, options: FileOptions = FileOptions()
    ) {
        add(method, pattern, .file(StaticFiles(file: resolved(path), options: options)))
    }

    /// Serves the files of a folder; the pattern ends in `{name*}`. A relative path starts at `root`.
    public mutating func directory(
        _ method: RouteMethod, _ pattern: String, _ path: String, options: FileOptions = FileOptions()
    ) {
        add(method, pattern, .file(StaticFiles(directory: resolved(path), options: options)))
    }

    private func resolved(_ path: String) -> String {
        path.hasPrefix("/") ? path : root + "/" + path
    }
}
