import HTTPTypes

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Serves one file, or the files of a folder: its index for a folder, never a listing.
final class StaticFiles: FileEndpoint {
    private let root: FileRoot
    /// The name of the one file that is served; nil for a folder.
    private let name: String?
    /// The file that stands for its folder.
    private let index: String
    private let options: FileOptions
    private let cache: FileCache

    /// Serves one file.
    init(file path: String, options: FileOptions) {
        let slash = path.lastIndex(of: "/")
        root = FileRoot(path: slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
        name = slash.map { String(path[path.index(after: $0)...]) } ?? path
        index = ""
        self.options = options
        cache = FileCache(capacity: options.memory)
    }

    /// Serves a folder; the last parameter of the route's pattern names the file.
    init(directory path: String, index: String, options: FileOptions) {
        root = FileRoot(path: path)
        name = nil
        self.index = index
        self.options = options
        cache = FileCache(capacity: options.memory)
    }

    func cached(_ request: Request) -> Response? {
        var name = requestedName(request)
        if self.name == nil {
            // What a folder answers is kept by the name of its index; without the slash it is a redirect.
            let target = request.requestTarget
            if target.hasTrailingSlash || (name.isEmpty && target.rawPath.count <= 1) {
                name += name.isEmpty ? index : "/" + index
            }
        }
        guard let file = current(name) else { return nil }
        if let (coding, variant) = file.variant(for: request.head) {
            guard variant.status == file.status || root.status(name + coding.suffix) == variant.status else {
                cache.remove(name)
                return nil
            }
            return (try? variant.response(request.head) { nil }) ?? nil
        }
        return (try? file.response(request.head) { nil }) ?? nil
    }

    func respond(_ request: Request) throws -> Response {
        do throws(OpenFile.Failure) {
            return try load(request, requestedName(request)) ?? Self.notFound
        } catch {
            guard case .system(let code) = error else { return Self.notFound }
            throw FileError(name: requestedName(request), code: code)
        }
    }

    /// The cached version, if the file is still the same.
    private func current(_ name: String) -> LoadedFile? {
        guard let file = cache[name] else { return nil }
        guard root.status(name) == file.status else {
            cache.remove(name)
            return nil
        }
        return file
    }

    private func load(_ request: Request, _ requested: String) throws(OpenFile.Failure) -> Response? {
        var name = requested
        var (file, status) = try root.open(name)
        if status.kind == .directory {
            guard self.name == nil else { return nil }
            name += name.isEmpty ? index : "/" + index
            (file, status) = try root.open(name)
            guard status.kind == .regular else { return nil }
            // Links in the page are relative to the folder, so its address must end in a slash.
            if !request.requestTarget.hasTrailingSlash, request.requestTarget.rawPath.count > 1 {
                return redirect(request)
            }
        } else if self.name == nil, request.requestTarget.hasTrailingSlash {
            return nil
        }
        let loaded: LoadedFile
        if let known = cache[name], known.status == status {
            loaded = known
        } else {
            let (root, name) = (root, name)
            loaded = try LoadedFile(file, status, name: name, options: options, now: Int(time(nil))) {
                try? root.open(name + $0)
            }
            // A weak tag must not outlive the reason for it.
            if !loaded.tag.isWeak { cache.insert(loaded, for: name) }
        }
        if let (coding, variant) = loaded.variant(for: request.head) {
            let (root, name) = (root, name)
            let response = try variant.response(request.head) { () throws(OpenFile.Failure) -> OpenFile? in
                // Another version may lie there by now; then the plain file is the answer.
                let (other, found) = try root.open(name + coding.suffix)
                return found == variant.status ? other : nil
            }
            if let response { return response }
        }
        return try loaded.response(request.head) { file }
    }

    private func redirect(_ request: Request) -> Response {
        let target = request.requestTarget
        let query = target.query.map { "?" + request.head.string($0) } ?? ""
        return .redirect(to: request.head.string(target.rawPath) + "/" + query, status: .movedPermanently)
    }

    private func requestedName(_ request: Request) -> String {
        if let name { return name }
        let captures = request.captures
        guard captures.count > 0 else { return "" }
        let range = captures[captures.count - 1]
        return request.requestTarget.withPath(request.head) { path in
            range.end <= path.count ? String(decoding: path[range.range], as: UTF8.self) : ""
        }
    }

    private static let notFound = Response.problem(Problem(title: "Not Found", status: 404))
}

/// A file that is there but can't be served: for the log, not for the client.
struct FileError: Error, CustomStringConvertible {
    let name: String
    let code: CInt

    var description: String { "the file \"\(name)\" can't be read: \(String(cString: strerror(code)))" }
}
