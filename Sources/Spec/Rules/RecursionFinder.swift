import GatewayDiagnostics

/// Finds objects that hold themselves with no list, map or optional field on the way: no value of such a type has an end.
struct RecursionFinder {
    let spec: ServiceSpec
    private var state: [String: State] = [:]
    /// The way to the type at hand. It is kept by hand, since a spec may have more types than a stack has room.
    private var path: [Step] = []
    private var found: [Cycle] = []

    /// A circle of types, the first again at its end.
    struct Cycle {
        var names: [String]
        var span: SourceSpan
    }

    private enum State { case open, done }

    private struct Step {
        var name: String
        /// What it holds that is still to be looked at, the last first.
        var targets: [(name: String, span: SourceSpan)]
    }

    init(spec: ServiceSpec) { self.spec = spec }

    /// Every circle, each once.
    mutating func cycles() -> [Cycle] {
        for type in spec.types where state[type.name.value] == nil {
            open(type.name.value)
            while let target = path.indices.last.map({ path[$0].targets.popLast() }) {
                if let target { visit(target.name, from: target.span) } else { close() }
            }
        }
        return found
    }

    private mutating func open(_ name: String) {
        state[name] = .open
        path.append(Step(name: name, targets: targets(name).reversed()))
    }

    private mutating func close() {
        if let step = path.popLast() { state[step.name] = .done }
    }

    private mutating func visit(_ name: String, from span: SourceSpan) {
        switch state[name] {
        case .done: break
        case .open:
            guard let start = path.firstIndex(where: { $0.name == name }) else { return }
            found.append(Cycle(names: path[start...].map(\.name) + [name], span: span))
        case nil: open(name)
        }
    }

    /// The types of which every value of a type holds one.
    private func targets(_ name: String) -> [(name: String, span: SourceSpan)] {
        switch spec.type(named: name)?.kind {
        case .object(let object):
            // Includes are followed by the fields; a circle of includes is another rule's.
            spec.fields(of: object).compactMap { field in
                guard !field.type.isOptional, let target = target(field.type) else { return nil }
                return (target, field.type.span)
            }
        case .union(let union) where union.members.count == 1:
            union.members.map { ($0.type.value, $0.type.span) }
        default: []
        }
    }

    private func target(_ use: TypeUse) -> String? {
        guard case .named(let name)? = spec.resolve(use)?.kind else { return nil }
        return name
    }
}
