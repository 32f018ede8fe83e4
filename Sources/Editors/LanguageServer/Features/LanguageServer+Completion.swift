import GatewayDiagnostics
import GatewaySpec
import GatewayYAML

extension LanguageServer {
    mutating func completion(_ parameters: JSONText) throws(RPC.Failure) -> JSONText {
        let file = try file(parameters)
        let position = try position(parameters, in: file)
        let site = CompletionSite(file, at: position)
        for candidate in site.candidates {
            let text = SourceFile(path: file.path, text: candidate)
            let index = SpecIndex(workspace.spec(of: file, as: text))
            guard let document = index.document(at: file.path) else { continue }
            let items = CompletionList(site: site, index: index, document: document).items
            if !items.isEmpty { return .array(items) }
        }
        return .array([])
    }
}

/// What may stand at the marker of a document.
struct CompletionList {
    let site: CompletionSite
    let index: SpecIndex
    let document: SpecIndex.Document

    /// The kinds of items (LSP 3.17, CompletionItemKind).
    private enum Kind: Int {
        case method = 2
        case field = 5
        case variable = 6
        case `class` = 7
        case property = 10
        case value = 12
        case keyword = 14
        case reference = 18
    }

    private struct Item {
        let label: String
        let kind: Kind
        var text: String
        var doc: String?
        var isRequired = false
    }

    var items: [JSONText] {
        let items = document.parts.lazy.compactMap(items).first ?? []
        return items.enumerated().map { position, item in
            let rank = "\(item.isRequired ? 0 : 1)" + String(String(position + 1000).dropFirst())
            var members: [(String, JSONText)] = [
                ("label", .string(item.label)), ("kind", .integer(item.kind.rawValue)), ("sortText", .string(rank)),
                ("textEdit", .object([("range", site.span.json), ("newText", .string(item.text))])),
            ]
            if let doc = item.doc {
                members.append(
                    ("documentation", .object([("kind", .string("markdown")), ("value", .string(doc))])))
            }
            return .object(members)
        }
    }

    /// The items for a part, if the marker stands in it.
    private func items(for part: SpecOutline.Part) -> [Item]? {
        let marker = CompletionSite.marker
        switch part.role {
        case .keys(let place): return part.node.entry(named: marker) == nil ? nil : keys(of: place, in: part.node)
        case .names(let name): return part.node.entry(named: marker) == nil ? nil : names(name)
        case .reference(let target): return part.node.text == marker ? references(target, part) : nil
        case .value(let value):
            guard let text = part.node.text, text.contains(marker) else { return nil }
            return value.isTemplate ? placeholders(value.placeholders, in: text) : words(value.words)
        case .key, .name, .type: return nil
        }
    }

    /// The keys of a place that are not there yet, and that nothing there excludes.
    private func keys(of place: SpecPlace, in mapping: Node) -> [Item] {
        let present = Set(mapping.mapping?.map(\.name) ?? [])
        return place.keys.filter { key in
            !present.contains(key.name) && present.isDisjoint(with: place.rivals(of: key.name))
        }.map { key in
            Item(
                label: key.name, kind: .property,
                text: keyText(key.name, isBlock: key.value.isBlock && !mapping.isFlow),
                doc: key.explanation, isRequired: key.isRequired)
        }
    }

    private func keyText(_ name: String, isBlock: Bool) -> String {
        site.hasColon ? name : name + (isBlock ? ":" : ": ")
    }

    private func names(_ name: SpecName) -> [Item] {
        guard name == .route else { return [] }
        return RouteMethod.allCases.map { Item(label: $0.rawValue, kind: .keyword, text: $0.rawValue + " /") }
    }

    private func references(_ target: SpecTarget, _ part: SpecOutline.Part) -> [Item] {
        var items = index.declarations.filter { target.accepts($0.kind) }.map { declaration in
            Item(
                label: declaration.name, kind: declaration.kind.isType ? .class : .reference, text: declaration.name,
                doc: (declaration.value["$doc"] ?? declaration.value["doc"])?.text)
        }
        switch document.key(of: part)?.key.name {
        case "returns" where target == .type: items += words(RawContent.allCases.map(\.rawValue))
        case "body" where target == .type: items += words(RawBody.allCases.map(\.rawValue))
        default: break
        }
        return items
            + target.words.map { word in
                Item(
                    label: word, kind: .keyword, text: word,
                    doc: target == .type ? ScalarType(rawValue: word)?.explanation : nil)
            }
    }

    private func words(_ words: [String]) -> [Item] {
        words.map { Item(label: $0, kind: .value, text: $0) }
    }

    /// Placeholders, in quotes and braces unless these stand there.
    private func placeholders(_ names: [String], in text: String) -> [Item] {
        let isBare = text == CompletionSite.marker
        let isOpen = text.contains("{" + CompletionSite.marker)
        return names.map { name in
            Item(
                label: name.hasSuffix(".") ? "{\(name)…}" : "{\(name)}", kind: .variable,
                text: isOpen ? name : isBare ? "\"{\(name)}\"" : "{\(name)}")
        }
    }
}
