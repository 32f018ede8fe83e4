import GatewayDiagnostics
import GatewayYAML

@testable import GatewaySpec

/// Finds every change of one kind or another that makes nonsense of a document, by what the table of keys says of each of its parts.
struct Mutator {
    typealias Part = SpecOutline.Part

    let documents: [SpecFiles.Document]
    let outlines: [SpecOutline]
    /// The document that is changed.
    let index: Int
    /// Every name that the spec gives or the language has.
    let declared: Set<String>
    var random: SeededGenerator
    private(set) var mutations: [SpecMutation] = []

    init(_ documents: [SpecFiles.Document], changing index: Int, seed: UInt64) {
        self.documents = documents
        self.outlines = documents.map(\.outline)
        self.index = index
        self.random = SeededGenerator(seed: seed)
        let names = outlines.flatMap(\.parts).compactMap { part in
            if case .name = part.role { part.node.text } else { nil }
        }
        declared = Set(names).union(ScalarType.allCases.map(\.rawValue))
    }

    private var parts: [Part] { outlines[index].parts }

    /// All of them, in the order of the document.
    static func mutations(of folder: SpecFolder, seed: UInt64) -> [SpecMutation] {
        let documents = folder.documents
        return documents.indices.flatMap { index in
            var mutator = Mutator(documents, changing: index, seed: seed)
            mutator.run()
            return mutator.mutations
        }
    }

    private mutating func run() {
        for part in parts {
            switch part.role {
            case .key(let key, let value): changeKey(part, key, value)
            case .name(let kind, let value): changeName(part, kind, value)
            case .reference(let target): changeReference(part, target)
            case .type: changeType(part)
            case .value(let value): changeValue(part, value)
            case .keys, .names: break
            }
        }
    }

    mutating func add(_ what: String, _ span: SourceSpan, _ replacement: String, at place: SpecMutation.Place? = nil) {
        add(what, span, replacement, .all([place ?? SpecMutation.Place(span)]))
    }

    mutating func add(
        _ what: String, _ span: SourceSpan, _ replacement: String, _ expected: SpecMutation.Expectation
    ) {
        mutations.append(SpecMutation(what: what, span: span, replacement: replacement, expected: expected))
    }

    // MARK: Around a part

    func parent(of part: Part) -> Part? { part.parent.map { parts[$0] } }

    /// The mapping of the language that a key stands in.
    func place(of part: Part) -> Place? {
        if case .keys(let place)? = parent(of: part)?.role { place.place } else { nil }
    }

    /// The key or name whose value a mapping is; nil at the top and for items of lists.
    func owner(of key: Part) -> Part? {
        guard let mapping = parent(of: key), let owner = parent(of: mapping) else { return nil }
        let ownerLine = owner.node.span.start.line
        // An item of a list is reported at its own first key.
        if case .key(_, let value) = owner.role, value.sequence != nil { return nil }
        return ownerLine <= mapping.node.span.start.line ? owner : nil
    }

    /// Where a mapping that lacks something is reported.
    func anchor(of key: Part, without entry: Node.Entry) -> SpecMutation.Place {
        if let owner = owner(of: key) { return SpecMutation.Place(owner.node.span) }
        let rest = parent(of: key)?.node.mapping?.first { $0.key.span != entry.key.span }
        return SpecMutation.Place((rest?.key ?? key.node).span)
    }

    // MARK: Keys of the language

    private mutating func changeKey(_ part: Part, _ key: SpecKey, _ value: Node) {
        guard let place = place(of: part) else { return }
        let entry = Node.Entry(key: part.node, value: value)
        if let wrong = SpecText.misspelt(key.name, not: { place.row($0) != nil }, using: &random),
            place != .object || wrong.hasPrefix("$")
        {
            add("misspell the key '\(key.name)'", part.node.span, wrong)
        }
        duplicate(entry, "key")
        let choice = place.choices.first { $0.isRequired && $0.names.contains(key.name) }
        if key.isRequired || choice != nil {
            add(
                "drop the key '\(key.name)'", SpecText.whole(entry), "", at: anchor(of: part, without: entry))
        }
        if let choice, let other = choice.names.first(where: { $0 != key.name }) {
            // A second action, of whatever value.
            let text = SpecText.isFlow(entry) ? "\(other): x, \(key.name)" : nil
            if let text { add("a second \(choice.what)", part.node.span, text) }
        }
        retype(part, key.row.shape, value, in: place)
    }

    mutating func duplicate(_ entry: Node.Entry, _ kind: String) {
        let (key, value) = (entry.key.span, entry.value.span)
        guard key.start.line == value.end.line else { return }
        let text = SpecText.text(key.through(value))
        let isFlow = SpecText.isFlow(entry)
        let indent = String(repeating: " ", count: key.start.column - 1)
        add(
            "write the \(kind) '\(entry.name)' twice", key.through(value),
            text + (isFlow ? ", " : "\n" + indent) + text,
            at: SpecMutation.Place(key, adding: isFlow ? 0 : 1))
    }

    /// Gives a key a value of another kind.
    private mutating func retype(_ part: Part, _ shape: Shape, _ value: Node, in place: Place) {
        let span = value.span
        let key = part.node.text ?? ""
        if key == "$example" { changeParts(of: value) }
        let isOneLine = span.start.line == span.end.line
        // What a key of a block says in a line of its own can be replaced there.
        guard isOneLine, span.start.line == part.node.span.start.line else { return }
        switch shape {
        case .keys, .names:
            add("'\(key)' as a number", span, "12")
            add("'\(key)' as a list", span, "[12]")
        case .objectType: add("'\(key)' as text", span, "text")
        case .list: add("'\(key)' as a mapping", span, "{ a: b }")
        case .oneOrList: add("'\(key)' as a mapping", span, "{ a: b }")
        case .scalar(let scalar):
            add("'\(key)' as a mapping", span, "{ a: b }")
            add("'\(key)' as a list", span, "[a, b]")
            add("'\(key)' as nothing", span, "null")
            for wrong in Self.wrong(scalar, value.text ?? "", key: key) { add("'\(key)' as '\(wrong)'", span, wrong) }
            if let text = value.text, scalar.words.contains(text),
                let wrong = SpecText.misspelt(text, not: scalar.words.contains, using: &random)
            {
                add("misspell the word '\(text)'", span, wrong)
            }
        case .template: add("'\(key)' as a mapping", span, "{ user }")
        case .either: if key != "example" { add("'\(key)' as a number", span, "-12") }
        case .type, .literal, .message, .relay: break
        }
        if case .literal = shape { changeLiteral(part, key, span, in: place) }
    }

    /// Each part of an example as a mapping, which none of them is.
    private mutating func changeParts(of value: Node) {
        for entry in value.mapping ?? [] { changeParts(of: entry.value) }
        for item in value.sequence ?? [] { changeParts(of: item) }
        if value.scalar != nil { add("a part of an example as a mapping", value.span, "{ zz: [1] }") }
    }

    /// A default, an example or an allowed value of another type.
    private mutating func changeLiteral(_ part: Part, _ key: String, _ span: SourceSpan, in place: Place) {
        guard ["default", "example"].contains(key),
            [.field, .parameter, .formField, .alias, .pathParameter].contains(place)
        else { return }
        let type = parent(of: part)?.node.mapping?.first { $0.name == "type" }?.value
        guard type?.text != "json" else { return }
        add("'\(key)' of another type", span, type?.sequence == nil ? "[[1]]" : "{ a: 1 }")
    }

    /// Values that a kind of text does not take.
    private static func wrong(_ scalar: ScalarShape, _ text: String, key: String) -> [String] {
        var wrong: [String] = []
        switch scalar.takes {
        case .bools: wrong.append("maybe")
        case .integers: wrong += ["many", "1.5", "99999999"]
        case .strings, .anyText, .anything: break
        }
        switch scalar.name {
        case _ where scalar.name.hasPrefix("duration"), _ where scalar.name.hasPrefix("size"):
            wrong += ["12", "12parsecs", "-1s", "1.5s", "0x10"]
        case "count": wrong += ["12parsecs", "-1", "1.5"]
        case "rate": wrong += ["12", "12/parsec", "-1/s", "0/s"]
        case "rate in bytes": wrong += ["12/s", "12KiB", "1KiB/parsec"]
        case "range":
            wrong += ["1...5", "1-5", "5", "..", "a..b"]
            if let middle = text.firstRange(of: ".."), !text.hasPrefix(".."), !text.hasSuffix("..") {
                let (low, high) = (text[..<middle.lowerBound], text[middle.upperBound...])
                if low != high { wrong.append("\(high)..\(low)") }
            }
        case "regular expression": wrong += ["'['", "'(?=a)'", #"'(a)\1'"#]
        case "path" where key == "prefix": wrong += ["api", "/a?b", "\"/{\"", "/a//b"]
        case "path": wrong += ["/etc/passwd", "../x", "\"\""]
        case "path or URL": wrong += ["nowhere", "ftp://example.com/"]
        case "URL", "origin": wrong += ["nowhere", "ftp://example.com"]
        case "status": wrong += ["700", "99"]
        case "name" where key == "handler" || key == "service": wrong += ["get user", "9lives", "a/b"]
        default: break
        }
        return wrong
    }

    // MARK: Types

    /// Types that are none.
    private mutating func changeType(_ part: Part) {
        let span = part.node.span
        guard span.start.line == span.end.line, parent(of: part).map({ $0.node.span != span }) ?? true else { return }
        for wrong in [
            "[]", "[string, int]", "12", "true", "{ string: int, int: string }", "{ int: string }", "string??",
        ] {
            add("a type as '\(wrong)'", span, wrong)
        }
    }
}
