import GatewayDiagnostics
import GatewayYAML

@testable import GatewaySpec

/// Names that the spec gives, and those that refer to them.
extension Mutator {
    // MARK: Declarations

    mutating func changeName(_ part: Part, _ kind: SpecName, _ value: Node) {
        let name = part.node.text ?? ""
        let entry = Node.Entry(key: part.node, value: value)
        // A middleware is an item of a list.
        guard kind != .middleware else { return changeMiddleware(part, name) }
        duplicate(entry, "\(kind)")
        switch kind {
        case .type, .enum, .union, .alias, .auth, .hub, .upstream: undeclare(entry, kind, name)
        case .route: changeRoute(part, name)
        case .status:
            add("a status that is none", part.node.span, "7" + name.dropFirst())
            add("a status that is a word", part.node.span, "q" + name.dropFirst())
        case .parameter:
            // One that the path has not.
            guard case .key(let key, _)? = parent(of: part).flatMap(parent(of:))?.role, key.name == "path" else {
                return
            }
            if let wrong = misspelt(name) {
                add("misspell the path's parameter '\(name)'", part.node.span, wrong)
            }
        case .tag:
            guard case .key(let key, _)? = parent(of: part).flatMap(parent(of:))?.role, key.name == "relay" else {
                return
            }
            if let wrong = misspelt(name) {
                add("misspell the tag '\(name)'", part.node.span, wrong)
            }
        case .field, .value, .header, .middleware, .other: break
        }
    }

    /// Takes a declaration away or gives it another name: each use is a mistake.
    private mutating func undeclare(_ entry: Node.Entry, _ kind: SpecName, _ name: String) {
        let uses = uses(of: name, kind)
        guard !uses.isEmpty else { return }
        let expected = SpecMutation.Expectation.all(
            uses.filter { use in
                // Those in the declaration itself go with it.
                use.file != entry.key.span.file.path
                    || !(entry.key.span.start.line...entry.value.span.end.line).contains(use.line)
            })
        guard case .all(let places) = expected, !places.isEmpty else { return }
        add("drop '\(name)'", SpecText.whole(entry), "", expected)
        if let wrong = misspelt(name) {
            add("declare '\(name)' as '\(wrong)'", entry.key.span, wrong, expected)
        }
    }

    private mutating func changeMiddleware(_ part: Part, _ name: String) {
        let uses = uses(of: name, .middleware)
        guard let wrong = misspelt(name) else { return }
        if !uses.isEmpty { add("declare '\(name)' as '\(wrong)'", part.node.span, wrong, .all(uses)) }
        add("list '\(name)' twice", part.node.span, "\(name), \(name)")
    }

    private mutating func changeRoute(_ part: Part, _ line: String) {
        let words = line.split(separator: " ")
        guard words.count == 2 else { return }
        add("an unknown method", part.node.span, "FETCH \(words[1])")
        add("no method", part.node.span, String(words[1]))
        add("no slash", part.node.span, "\(words[0]) \(words[1].dropFirst())x")
        add("a query in the path", part.node.span, "\(words[0]) \(words[1])?a=b")
        add("a parameter twice", part.node.span, "\(words[0]) \(words[1].hasSuffix("*}") ? "" : words[1])/{a}/{a}")
    }

    /// A name that nothing has.
    private mutating func misspelt(_ name: String) -> String? {
        let declared = declared
        return SpecText.misspelt(name, not: { declared.contains($0) }, using: &random)
    }

    /// The lines that refer to a name.
    private func uses(of name: String, _ kind: SpecName) -> [SpecMutation.Place] {
        var places: [SpecMutation.Place] = []
        for outline in outlines {
            for part in outline.parts {
                guard case .reference(let target) = part.role, part.node.text?.trimmingSuffix("?") == name else {
                    continue
                }
                let isMeant =
                    switch target {
                    case .type, .message: kind.isType
                    case .declaration(let declared): declared == kind
                    case .file: false
                    }
                if isMeant { places.append(SpecMutation.Place(part.node.span)) }
            }
        }
        return Array(Set(places)).sorted { ($0.file, $0.line) < ($1.file, $1.line) }
    }

    // MARK: References

    mutating func changeReference(_ part: Part, _ target: SpecTarget) {
        let name = part.node.text ?? ""
        guard name != "none", let wrong = misspelt(name) else { return }
        add("misspell the reference '\(name)'", part.node.span, wrong)
        if target != .type { add("a reference as a mapping", part.node.span, "{ a: b }") }
        if case .declaration = target { add("a reference to nothing", part.node.span, "nowhere") }
    }

    // MARK: Values

    mutating func changeValue(_ part: Part, _ value: SpecValue) {
        switch value.shape {
        case .template, .message: changePlaceholders(part.node)
        default: break
        }
        guard let owner = parent(of: part), case .key(let key, _) = owner.role,
            ["requires", "excludes"].contains(key.name),
            let wrong = misspelt(part.node.text ?? "")
        else { return }
        add("misspell what is '\(key.name)'", part.node.span, wrong)
    }

    private mutating func changePlaceholders(_ node: Node) {
        for entry in node.mapping ?? [] {
            if let wrong = misspelt(entry.name) {
                add("misspell the message's '\(entry.name)'", entry.key.span, wrong)
            }
            duplicate(entry, "message's")
            changePlaceholders(entry.value)
        }
        for item in node.sequence ?? [] { changePlaceholders(item) }
        guard let text = node.text, let open = text.firstIndex(of: "{"), let close = text.firstIndex(of: "}") else {
            return
        }
        let inner = text[text.index(after: open)..<close]
        guard !inner.hasPrefix("auth."), !inner.isEmpty,
            let wrong = misspelt(String(inner))
        else { return }
        add("misspell '{\(inner)}'", node.span, "\"\(text.replacing("{\(inner)}", with: "{\(wrong)}"))\"")
        add("an open brace", node.span, "\"\(text[...open])\"")
        add("a placeholder without quotes", node.span, "{\(inner)}")
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: Character) -> String { last == suffix ? String(dropLast()) : self }
}
