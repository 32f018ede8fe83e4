import GatewaySpec

/// The fields through which an object holds itself: a Swift struct has no room for another of its kind, so that these
/// keep their values elsewhere (`@Indirect`).
///
/// Lists, maps and unions do so anyway. Two objects hold each other if each can be reached from the other, which is told
/// of all of them in one walk (Tarjan's strongly connected components), without recursion: a spec may have more objects
/// than a stack has room.
struct IndirectFields {
    private let spec: ServiceSpec
    /// Objects that reach each other have the same number.
    private var component: [String: Int] = [:]

    init(_ spec: ServiceSpec) {
        self.spec = spec
        var walk = Walk(targets: Self.targets(in: spec))
        for type in spec.types { walk.visit(type.name.value) }
        component = walk.component
    }

    /// Whether a field of an object leads back to the object.
    func contains(_ field: Field, of type: String) -> Bool {
        guard let target = Self.held(by: field.type, in: spec), let own = component[type] else { return false }
        return component[target] == own
    }

    /// The object in a field's own storage.
    private static func held(by use: TypeUse, in spec: ServiceSpec) -> String? {
        guard case .named(let name)? = spec.resolve(use)?.kind, spec.object(named: name) != nil else { return nil }
        return name
    }

    private static func targets(in spec: ServiceSpec) -> [String: [String]] {
        var targets: [String: [String]] = [:]
        for type in spec.types {
            guard case .object(let object) = type.kind else { continue }
            targets[type.name.value] = spec.fields(of: object).compactMap { held(by: $0.type, in: spec) }
        }
        return targets
    }

    private struct Walk {
        let targets: [String: [String]]
        var component: [String: Int] = [:]
        private var order: [String: Int] = [:]
        private var lowest: [String: Int] = [:]
        private var open: [String] = []
        private var isOpen: Set<String> = []

        init(targets: [String: [String]]) { self.targets = targets }

        mutating func visit(_ start: String) {
            guard targets[start] != nil, order[start] == nil else { return }
            var path: [(name: String, next: Int)] = []
            func enter(_ name: String) {
                order[name] = order.count
                lowest[name] = order[name]
                open.append(name)
                isOpen.insert(name)
                path.append((name, 0))
            }
            enter(start)
            while let (name, next) = path.last {
                let held = targets[name] ?? []
                guard next < held.count else {
                    path.removeLast()
                    leave(name)
                    if let owner = path.last?.name { lower(owner, to: lowest[name]) }
                    continue
                }
                path[path.count - 1].next += 1
                if order[held[next]] == nil {
                    enter(held[next])
                } else if isOpen.contains(held[next]) {
                    lower(name, to: order[held[next]])
                }
            }
        }

        private mutating func lower(_ name: String, to other: Int?) {
            if let own = lowest[name], let other { lowest[name] = min(own, other) }
        }

        /// Closes a component where its first object is left; one that doesn't hold itself gets no number.
        private mutating func leave(_ name: String) {
            guard let own = order[name], lowest[name] == own else { return }
            var members: [String] = []
            while let last = open.popLast() {
                isOpen.remove(last)
                members.append(last)
                if last == name { break }
            }
            guard members.count > 1 || targets[name]?.contains(name) == true else { return }
            for member in members { component[member] = own }
        }
    }
}
