import GatewayDiagnostics
import GatewaySpec

/// A language server for specs (Language Server Protocol 3.17): messages in, messages out; what carries them is not its business.
struct LanguageServer {
    var workspace = Workspace()
    private var findings = FindingBoard()
    private var state = State.new
    /// The documents whose findings may have changed.
    private var dirty: Set<String> = []
    /// The URIs that the client uses, by path.
    private var uris: [String: DocumentURI] = [:]
    /// What the process ends with, once the client wants that.
    private(set) var exitStatus: CInt?

    private enum State { case new, running, shutDown }

    /// Whether findings are to be worked out as soon as nothing else is to be done.
    var hasWork: Bool { !dirty.isEmpty && state == .running }

    /// Works out and reports the findings of changed documents.
    mutating func work() -> [String] {
        let changed = dirty.sorted()
        dirty = []
        for path in changed { findings.check(path, in: &workspace) }
        return findings.takeChanges(open: Set(workspace.open.keys)).map { path, diagnostics in
            RPC.notification(
                "textDocument/publishDiagnostics",
                .object([("uri", .string(uri(path))), ("diagnostics", .array(diagnostics))]))
        }
    }

    /// The answers to what has come.
    mutating func handle(_ frame: MessageFramer.Frame) -> [String] {
        switch frame {
        case .tooLarge(let count): return [RPC.log("a message of \(count) bytes is too large and was left out")]
        case .message(let bytes):
            guard let message = try? JSONParser.parse(bytes) else { return [RPC.answer(.failure(.parse), to: .null)] }
            return handle(message)
        }
    }

    private mutating func handle(_ message: JSONText) -> [String] {
        guard let method = message["method"]?.string else {
            // Answers to requests that were never sent mean nothing.
            let isAnswer = message["result"] != nil || message["error"] != nil
            return isAnswer ? [] : [RPC.answer(.failure(.invalid), to: message["id"] ?? .null)]
        }
        let parameters = message["params"] ?? .object([])
        guard let id = message["id"] else { return notify(method, parameters) }
        do throws(RPC.Failure) {
            return [RPC.answer(.success(try answer(method, parameters)), to: id)]
        } catch {
            return [RPC.answer(.failure(error), to: id)]
        }
    }

    /// The URI of a path, as the client writes it if it has the document open.
    func uri(_ path: String) -> String { (uris[path] ?? DocumentURI(path: path)).text }

    // MARK: Requests

    private mutating func answer(_ method: String, _ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        switch (state, method) {
        case (.new, "initialize"):
            state = .running
            workspace.root = parameters["rootUri"]?.string.map { DocumentURI($0).path }
            return Capabilities.json
        case (.new, _): throw .notInitialized
        case (.shutDown, _): throw .shutDown
        case (.running, "initialize"): throw .invalid
        case (.running, "shutdown"):
            state = .shutDown
            return .null
        case (.running, _): break
        }
        switch method {
        case "textDocument/hover": return try hover(parameters)
        case "textDocument/definition": return try definition(parameters)
        case "textDocument/references": return try references(parameters)
        case "textDocument/completion": return try completion(parameters)
        case "textDocument/prepareRename": return try prepareRename(parameters)
        case "textDocument/rename": return try rename(parameters)
        case "textDocument/documentSymbol": return try symbols(parameters)
        case "textDocument/formatting": return try formatting(parameters)
        default: throw .unknown(method)
        }
    }

    // MARK: Notifications

    private mutating func notify(_ method: String, _ parameters: JSONText) -> [String] {
        if method == "exit" {
            exitStatus = state == .shutDown ? 0 : 1
            return []
        }
        guard state == .running else { return [] }
        switch method {
        case "textDocument/didOpen":
            return take(parameters["textDocument"]?["uri"], parameters["textDocument"]?["text"])
        case "textDocument/didChange":
            // Each change is the whole text: that is what the capabilities ask for.
            let text = parameters["contentChanges"]?.array?.last
            guard text?["range"] == nil else { return [RPC.log("a partial change was left out")] }
            return take(parameters["textDocument"]?["uri"], text?["text"])
        case "textDocument/didClose":
            guard let uri = Self.uri(parameters) else { return [] }
            workspace.close(uri.path)
            findings.remove(uri.path)
            dirty.formUnion(workspace.open.keys)
            dirty.insert(uri.path)
        case "textDocument/didSave", "workspace/didChangeWatchedFiles":
            workspace.forgetOwners()
            dirty.formUnion(workspace.open.keys)
        default: break
        }
        return []
    }

    private mutating func take(_ uri: JSONText?, _ text: JSONText?) -> [String] {
        guard let uri = uri?.string.map({ DocumentURI($0) }), let text = text?.string else { return [] }
        guard workspace.take(uri.path, text) else { return [RPC.log("too many documents are open")] }
        uris[uri.path] = uri
        dirty.insert(uri.path)
        return []
    }

    // MARK: Parameters

    /// The document that a message is about.
    private static func uri(_ parameters: JSONText) -> DocumentURI? {
        parameters["textDocument"]?["uri"]?.string.map { DocumentURI($0) }
    }

    /// The open document that a request is about.
    func file(_ parameters: JSONText) throws(RPC.Failure) -> SourceFile {
        guard let uri = Self.uri(parameters) else { throw .parameters }
        guard let file = workspace.open[uri.path] else { throw .refused("the document is not open") }
        return file
    }

    /// The place that a request is about.
    func position(_ parameters: JSONText, in file: SourceFile) throws(RPC.Failure) -> SourcePosition {
        guard let line = parameters["position"]?["line"]?.integer,
            let character = parameters["position"]?["character"]?.integer
        else { throw .parameters }
        return file.position(line: line, character: character)
    }

    /// A location as clients want it.
    func location(_ span: SourceSpan) -> JSONText {
        .object([("uri", .string(uri(SpecFiles.normalized(span.file.path)))), ("range", span.json)])
    }
}
