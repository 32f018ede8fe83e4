import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

extension LanguageServer {
    mutating func symbols(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        let index = SpecIndex(workspace.spec(of: file))
        guard let document = index.document(at: file.path) else { return .array([]) }
        return SymbolTree(document).json
    }
}

/// A document's declarations, routes and fields, each with what lies inside of it.
struct SymbolTree {
    private let document: SpecIndex.Document
    /// The parts that are symbols, by the nearest symbol around them.
    private var children: [Int?: [Int]] = [:]

    init(_ document: SpecIndex.Document) {
        self.document = document
        for (index, part) in document.parts.enumerated() where Self.kind(of: part) != nil {
            var parent = part.parent
            while let outer = parent, Self.kind(of: document.parts[outer]) == nil {
                parent = document.parts[outer].parent
            }
            children[parent, default: []].append(index)
        }
    }

    var json: JSONText { symbols(in: nil) }

    private func symbols(in parent: Int?) -> JSONText {
        .array((children[parent] ?? []).map(symbol))
    }

    private func symbol(_ index: Int) -> JSONText {
        let part = document.parts[index]
        let (kind, value) = Self.kind(of: part) ?? (13, part.node)
        let key = part.node.span
        // The value of an alias stands where its anchor is.
        let isBehind = value.span.file == key.file && key.end <= value.span.start
        let name = part.node.text ?? ""
        var members: [(String, JSONText)] = [
            ("name", .string(name.isEmpty ? "\"\"" : name)), ("kind", .integer(kind)),
            ("range", (isBehind ? key.through(value.span) : key).json), ("selectionRange", key.json),
        ]
        if let detail = Self.detail(part.role) { members.append(("detail", .string(detail))) }
        if children[index] != nil { members.append(("children", symbols(in: index))) }
        return .object(members)
    }

    /// A part's kind of symbol (LSP 3.17, SymbolKind), and its value; nil for what is none.
    private static func kind(of part: SpecOutline.Part) -> (Int, Node)? {
        switch part.role {
        case .key(let key, let value):
            return key.value.isBlock && part.node.span.start.column == 1 ? (3, value) : nil
        case .name(let name, let value):
            let kind: Int? =
                switch name {
                case .type: 23
                case .enum: 10
                case .union: 11
                case .alias: 26
                case .hub: 24
                case .auth: 20
                case .upstream: 19
                case .middleware, .route: 12
                case .field: 8
                default: nil
                }
            return kind.map { ($0, value) }
        default: return nil
        }
    }

    private static func detail(_ role: SpecOutline.Role) -> String? {
        guard case .name(let name, let value) = role else { return nil }
        switch name {
        case .field: return value.text ?? value["type"]?.text
        case .route:
            return value.mapping?.lazy.compactMap { entry in
                entry.value.text.map { "\(entry.name): \($0)" }
            }.first
        default: return name.title
        }
    }
}
