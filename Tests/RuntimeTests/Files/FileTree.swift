import Foundation

@testable import GatewayRuntime

/// A folder with files for one test, gone after it.
final class FileTree {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "files-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Writes a file that changed last at a moment long ago, so that its tag is strong.
    func write(_ name: String, _ text: String, modified: Int = 1_000_000_000) throws {
        try write(name, Array(text.utf8), modified: modified)
    }

    func write(_ name: String, _ bytes: [UInt8], modified: Int = 1_000_000_000) throws {
        let full = path + "/" + name
        let folder = (full as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(fileURLWithPath: full))
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: TimeInterval(modified))], ofItemAtPath: full)
    }

    func link(_ name: String, to destination: String) throws {
        try FileManager.default.createSymbolicLink(atPath: path + "/" + name, withDestinationPath: destination)
    }

    /// Asks a router that serves the folder `site` at `/` and the file `page.html` at `/page`.
    func ask(
        _ target: String, method: HTTPRequest.Method = .get, headers: HTTPFields = HTTPFields(),
        options: FileOptions = FileOptions()
    ) throws -> Response {
        var routes = Routes(root: path)
        routes.directory(.get, "/{rest*}", "site", files: options)
        routes.file(.get, "/page", "page.html", files: options)
        return try Self.ask(try Router(routes), target, method: method, headers: headers)
    }

    static func ask(
        _ router: Router, _ target: String, method: HTTPRequest.Method = .get, headers: HTTPFields = HTTPFields()
    ) throws -> Response {
        let head = RequestHead(method: method, target: target, fields: headers)
        let parsed: RequestTarget
        do { parsed = try RequestTarget(head) } catch { return RouteMatch.response(for: error) }
        let match = router.match(head, parsed)
        guard case .found(let route, let captures) = match, case .file(let endpoint) = route.endpoint else {
            return match.response ?? .empty()
        }
        let request = Request(head: head, target: parsed, captures: captures)
        return try endpoint.cached(request) ?? endpoint.respond(request)
    }
}

extension Response {
    /// The body's bytes, read from the file if there is one.
    var content: String {
        switch body {
        case .empty: ""
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .file(let file):
            String(decoding: (try? file.file.read(offset: file.offset, count: file.count)) ?? [], as: UTF8.self)
        case .stream: "?"
        }
    }
}
