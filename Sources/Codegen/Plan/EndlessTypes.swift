import GatewayDiagnostics
import GatewaySpec

/// Finds objects that hold themselves in their own storage: a Swift struct has no room for another of its kind.
///
/// The spec's own rules let an optional field do it, since such a value has an end.
struct EndlessTypes {
    let spec: ServiceSpec
    let findings: Findings

    func check() {
        for type in spec.types {
            guard case .object(let object) = type.kind else { continue }
            for field in spec.fields(of: object) {
                var visited: Set<String> = []
                guard let name = held(by: field.type), reaches(type.name.value, from: name, visited: &visited) else {
                    continue
                }
                findings.append(
                    .error(
                        .endlessType, "'\(type.name.value)' holds itself through '\(field.name.value)'",
                        at: field.type.span, help: "put it into a list: `[\(name)]`"))
            }
        }
    }

    /// The object in a field's own storage. Lists, maps and (indirect) unions keep theirs elsewhere.
    private func held(by use: TypeUse) -> String? {
        guard case .named(let name)? = spec.resolve(use)?.kind, spec.object(named: name) != nil else { return nil }
        return name
    }

    private func reaches(_ target: String, from name: String, visited: inout Set<String>) -> Bool {
        if name == target { return true }
        guard visited.insert(name).inserted, let object = spec.object(named: name) else { return false }
        for field in spec.fields(of: object) {
            if let next = held(by: field.type), reaches(target, from: next, visited: &visited) { return true }
        }
        return false
    }
}
