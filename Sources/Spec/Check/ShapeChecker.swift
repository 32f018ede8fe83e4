import GatewayDiagnostics
import GatewayYAML

/// Holds a document against the table of keys and finds everything that has the wrong form, whatever it means.
struct ShapeChecker {
    private(set) var diagnostics = DiagnosticSet()

    /// What is wrong with the form of some files.
    static func check(_ documents: [SpecDocument]) -> DiagnosticSet {
        var checker = ShapeChecker()
        for document in documents { checker.check(document.root, .keys(document.isMain ? .root : .imported), key: nil) }
        return checker.diagnostics
    }

    /// Checks a value that stands under a key (nil for the document itself and for list items).
    mutating func check(_ node: Node, _ shape: Shape, key: Node?) {
        switch shape {
        case .scalar(let scalar): check(node, scalar, key: key)
        case .list(let item): checkList(node, of: item, shape, key: key)
        case .oneOrList(let item):
            if node.sequence == nil { check(node, item, key: key) } else { checkList(node, of: item, shape, key: key) }
        case .keys(let place): checkKeys(node, place, key: key)
        case .names(let names, let what, let value): checkNames(node, names, what, value, shape, key: key)
        case .type(let place): checkType(node, long: place, key: key)
        case .objectType: checkObjectType(node, key: key)
        case .literal: checkLiteral(node)
        case .template: checkTemplate(node, key: key)
        case .message: checkMessage(node, key: key)
        case .relay: checkRelay(node, key: key)
        case .either(let shapes): checkEither(node, shapes, shape, key: key)
        }
    }

    mutating func report(_ complaint: Complaint, at node: Node) {
        let span = complaint.part.map { node.span(from: $0.lowerBound, count: $0.count) } ?? node.span
        report(complaint.rule, complaint.message, at: span, label: complaint.label, help: complaint.help)
    }

    mutating func report(
        _ rule: SpecRule, _ message: String, at span: SourceSpan, label: String? = nil, help: String? = nil,
        notes: [Diagnostic.Note] = []
    ) {
        diagnostics.append(
            Diagnostic(rule.severity, rule.code, message, at: span, label: label, help: help, notes: notes))
    }

    // MARK: Plain values and lists

    private mutating func check(_ node: Node, _ shape: ScalarShape, key: Node?) {
        guard let scalar = node.scalar, shape.takes(scalar) else {
            return wrongKind(node, expected: shape.expected, key: key, shape: shape)
        }
        if !shape.isProse, refusesEnvironment(node, scalar) { return }
        if let complaint = shape.check(scalar.text) { report(complaint, at: node) }
    }

    /// Reports `${…}`, which config alone may have.
    private mutating func refusesEnvironment(_ node: Node, _ scalar: Scalar) -> Bool {
        guard scalar.text.utf8.contains(UInt8(ascii: "$")), scalar.text.contains("${") else { return false }
        report(
            .secret, "no environment variables in the spec", at: node.span, label: "is the same in every environment",
            help: "`${…}` belongs in etc/<service>.yaml, which may override what the spec says")
        return true
    }

    private mutating func checkList(_ node: Node, of item: Shape, _ shape: Shape, key: Node?) {
        guard let items = node.sequence else {
            return wrongKind(node, expected: shape.expected, key: key, isList: true)
        }
        if items.isEmpty {
            report(.empty, "the list is empty", at: node.span, help: "leave the key out")
        }
        var first: [String: Node] = [:]
        for entry in items {
            check(entry, item, key: nil)
            guard let text = entry.text else { continue }
            if let earlier = first[text] {
                report(
                    .duplicateItem, "'\(text)' stands in the list twice", at: entry.span,
                    notes: [Diagnostic.Note("first here", at: earlier.span)])
            } else {
                first[text] = entry
            }
        }
    }

    private mutating func checkEither(_ node: Node, _ shapes: [Shape], _ whole: Shape, key: Node?) {
        for shape in shapes where shape.fitsKind(of: node) {
            return check(node, shape, key: key)
        }
        wrongKind(node, expected: whole.expected, key: key)
    }

    private mutating func checkLiteral(_ node: Node) {
        switch node.value {
        case .scalar(let scalar): _ = refusesEnvironment(node, scalar)
        case .sequence(let items): for item in items { checkLiteral(item) }
        case .mapping(let entries): for entry in entries { checkLiteral(entry.value) }
        }
    }

    // MARK: Mappings

    private mutating func checkNames(
        _ node: Node, _ names: NameShape, _ what: String, _ value: Shape, _ shape: Shape, key: Node?
    ) {
        guard let entries = node.mapping else { return wrongKind(node, expected: shape.expected, key: key) }
        for entry in entries {
            if case .route = names {
                for complaint in RouteKey.read(entry.key).complaints { report(complaint, at: entry.key) }
            } else if let complaint = names.complaint(entry.name, what: what) {
                report(complaint, at: entry.key)
            }
            check(entry.value, value, key: entry.key)
        }
    }

    mutating func checkKeys(_ node: Node, _ place: Place, key: Node?) {
        guard let entries = node.mapping else {
            return wrongKind(node, expected: Shape.keys(place).expected, key: key)
        }
        // What misspelt keys were meant to be is not missing.
        var meant: [String] = []
        for entry in entries {
            if let row = place.row(entry.name) {
                check(entry.value, row.shape, key: entry.key)
            } else if let name = reportUnknownKey(entry, in: place, present: Set(entries.map(\.name))) {
                meant.append(name)
            }
        }
        func isMissing(_ name: String) -> Bool {
            !entries.contains { $0.name == name } && !meant.contains(name)
        }
        let anchor = key?.span ?? entries.first?.key.span ?? node.span
        for row in place.requiredRows where isMissing(row.name) {
            report(
                .missingKey, "\(place.title) needs '\(row.name)'", at: anchor,
                help: "add `\(row.name):` with \(row.shape.expected)")
        }
        for group in place.choices { check(entries, group, place, meant: meant, anchor: anchor) }
    }

    private mutating func check(
        _ entries: [Node.Entry], _ choice: KeyChoice, _ place: Place, meant: [String], anchor: SourceSpan
    ) {
        let found = entries.filter { choice.names.contains($0.name) }
        if let first = found.first {
            for other in found.dropFirst() {
                report(
                    choice.severalRule,
                    "\(place.title) has one \(choice.what), not '\(first.name)' and '\(other.name)'",
                    at: other.key.span, notes: [Diagnostic.Note("the first one", at: first.key.span)])
            }
        } else if choice.isRequired, !meant.contains(where: choice.names.contains) {
            let list = choice.names.map { "`\($0)`" }.joined(separator: ", ")
            report(choice.noneRule, "\(place.title) needs \(choice.missing)", at: anchor, help: "add one of \(list)")
        }
    }

    /// Reports a key that the place does not know; returns the one that it was probably meant to be.
    private mutating func reportUnknownKey(_ entry: Node.Entry, in place: Place, present: Set<String>) -> String? {
        let name = entry.name
        let names = place.rows.map(\.name)
        if place.isSecret(name) {
            report(
                .secret, "no secrets in the spec", at: entry.key.span, label: "'\(name)' stands in config",
                help: "put it into etc/<service>.yaml, where `${NAME}` reads it from the environment")
            return nil
        }
        // What is there already was not meant by the misspelt key.
        let advice = OtherNames.advice(for: name, in: place)
        let near = Suggestion.closest(to: name, among: names.filter { !present.contains($0) })
        let suggestion = OtherNames.meaning(of: name, in: place) ?? (advice == nil ? near : nil)
        let help = suggestion.map { "did you mean '\($0)'?" } ?? advice ?? Place.advice(for: name)
        report(
            .unknownKey, "unknown key '\(name)'", at: entry.key.span, label: "not a key of \(place.title)",
            help: help ?? (names.isEmpty ? "it has none: `{}`" : "known here: " + names.joined(separator: ", ")))
        return suggestion
    }
}

extension Shape {
    /// Whether a value is of the kind (scalar, list or mapping) that the shape takes.
    func fitsKind(of node: Node) -> Bool {
        switch (self, node.value) {
        case (.scalar, .scalar), (.template, .scalar): !node.isNull
        case (.list, .sequence), (.keys, .mapping), (.names, .mapping), (.objectType, .mapping): true
        case (.oneOrList(let item), _): node.sequence != nil || item.fitsKind(of: node)
        case (.type, _), (.literal, _), (.message, _), (.relay, _): true
        case (.either(let shapes), _): shapes.contains { $0.fitsKind(of: node) }
        default: false
        }
    }
}
