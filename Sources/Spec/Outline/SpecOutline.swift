import GatewayDiagnostics
package import GatewayYAML

/// What each part of a document is by the table of keys: what editors explain, find, complete and put in order.
///
/// It follows the same shapes as the checks. A part of the wrong form is passed over; the checks have reported it.
package struct SpecOutline: Sendable {
    /// Every part that the language knows, in the order of the document; a key comes before its value.
    package private(set) var parts: [Part] = []
    private var path: [Int] = []

    /// Goes through a document.
    package init(_ root: Node, isMain: Bool) {
        visitKeys(root, isMain ? .root : .imported)
    }

    /// A key, a name or a value, and what it is.
    package struct Part: Sendable {
        /// The key or value itself.
        package let node: Node
        /// What it is.
        package let role: Role
        /// The part that it lies in: of a key its mapping, of a value its key; nil at the top.
        package let parent: Int?
    }

    /// What a part of a document is.
    package enum Role: Sendable {
        /// A mapping with keys of the language.
        case keys(SpecPlace)
        /// A key of the language.
        case key(SpecKey, value: Node)
        /// A mapping with names of the spec's own.
        case names(SpecName)
        /// A name that the spec gives to something, with what it stands for.
        case name(SpecName, value: Node)
        /// A name that refers to something.
        case reference(SpecTarget)
        /// A type, in its short or long form.
        case type(allowsOptional: Bool)
        /// Any other value.
        case value(SpecValue)
    }

    // MARK: Walking

    private mutating func add(_ node: Node, _ role: Role) {
        parts.append(Part(node: node, role: role, parent: path.last))
    }

    /// Adds a part, and what it holds inside of it.
    private mutating func within(_ node: Node, _ role: Role, _ body: (inout SpecOutline) -> Void) {
        add(node, role)
        path.append(parts.count - 1)
        body(&self)
        path.removeLast()
    }

    private mutating func visit(_ node: Node, _ shape: Shape, _ row: KeyRow?, in place: Place?) {
        switch shape {
        case .scalar(let scalar): visit(node, scalar, row, in: place)
        case .list(let item), .oneOrList(let item):
            for element in node.sequence ?? [] { visit(element, item, row, in: place) }
            if node.sequence == nil, case .oneOrList = shape { visit(node, item, row, in: place) }
            if node.sequence == nil, case .list = shape { add(node, .value(SpecValue(shape))) }
        case .keys(let place): visitKeys(node, place)
        case .names(let names, let what, let value): visitNames(node, names, what, value, row, in: place)
        case .type(let place): visitType(node, long: place)
        case .objectType: visitObject(node)
        case .literal, .template, .message: add(node, .value(SpecValue(shape)))
        case .relay: visitRelay(node)
        case .either(let shapes):
            if let fitting = shapes.first(where: { $0.fitsKind(of: node) }) {
                visit(node, fitting, row, in: place)
            } else {
                add(node, .value(SpecValue(shape)))
            }
        }
    }

    private mutating func visit(_ node: Node, _ scalar: ScalarShape, _ row: KeyRow?, in place: Place?) {
        if let row, let place, let target = SpecTarget.target(of: row.name, in: place) {
            let isDeclared = row.name == SpecName.middleware.rawValue || place == .middleware
            add(node, isDeclared ? .name(.middleware, value: node) : .reference(target))
        } else {
            add(node, .value(SpecValue(.scalar(scalar))))
        }
    }

    private mutating func visitKeys(_ node: Node, _ place: Place) {
        guard let entries = node.mapping else { return add(node, .value(SpecValue(.keys(place)))) }
        within(node, .keys(SpecPlace(place))) { outline in
            for entry in entries {
                guard let row = place.row(entry.name) else { continue }
                outline.visitKey(entry, row, in: place)
            }
        }
    }

    private mutating func visitKey(_ entry: Node.Entry, _ row: KeyRow, in place: Place) {
        within(entry.key, .key(SpecKey(row), value: entry.value)) { outline in
            outline.visit(entry.value, row.shape, row, in: place)
        }
    }

    private mutating func visitNames(
        _ node: Node, _ names: NameShape, _ what: String, _ value: Shape, _ row: KeyRow?, in place: Place?
    ) {
        guard let entries = node.mapping else { return add(node, .value(SpecValue(.names(names, what: what, value)))) }
        let name = SpecName(what)
        within(node, .names(name)) { outline in
            for entry in entries {
                outline.within(entry.key, .name(name, value: entry.value)) { outline in
                    outline.visit(entry.value, value, row, in: place)
                }
            }
        }
    }

    private mutating func visitType(_ node: Node, long place: Place) {
        switch node.value {
        case .scalar(let scalar):
            within(node, .type(allowsOptional: place.allowsOptional)) { outline in
                if case .string = scalar.resolved { outline.add(node, .reference(.type)) }
            }
        case .sequence(let items):
            within(node, .type(allowsOptional: place.allowsOptional)) { outline in
                for item in items { outline.visitType(item, long: .nested) }
            }
        case .mapping(let entries):
            if let only = entries.first, entries.count == 1, ScalarType(rawValue: only.name) != nil {
                within(node, .type(allowsOptional: place.allowsOptional)) { $0.visitType(only.value, long: .nested) }
            } else {
                visitKeys(node, place)
            }
        }
    }

    private mutating func visitObject(_ node: Node) {
        guard let entries = node.mapping else { return add(node, .value(SpecValue(.objectType))) }
        within(node, .keys(SpecPlace(.object))) { outline in
            for entry in entries {
                if let row = Place.object.row(entry.name) {
                    outline.visitKey(entry, row, in: .object)
                } else if !entry.name.hasPrefix("$") {
                    outline.within(entry.key, .name(.field, value: entry.value)) {
                        $0.visitType(entry.value, long: .field)
                    }
                }
            }
        }
    }

    private mutating func visitRelay(_ node: Node) {
        guard let entries = node.mapping else { return add(node, .value(SpecValue(.relay))) }
        if RelayForm.isRule(entries) || entries.isEmpty { return visitKeys(node, .relay) }
        within(node, .names(.tag)) { outline in
            for entry in entries {
                outline.within(entry.key, .name(.tag, value: entry.value)) { $0.visitKeys(entry.value, .relay) }
            }
        }
    }
}
