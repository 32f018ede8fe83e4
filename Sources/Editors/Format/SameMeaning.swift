import GatewayYAML

/// Compares documents by what they say: the order of keys, quotes and layout are none of it, and `T?` is its long form.
enum SameMeaning {
    static func holds(_ left: Node, _ right: Node) -> Bool {
        switch (left.value, right.value) {
        case (.scalar(let left), .scalar(let right)): return equal(left, right)
        case (.sequence(let left), .sequence(let right)):
            return left.count == right.count && zip(left, right).allSatisfy(holds)
        case (.mapping(let left), .mapping(let right)):
            guard left.count == right.count else { return false }
            let others = Dictionary(right.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
            return left.allSatisfy { entry in
                others[entry.name].map { holds(entry.key, $0.key) && holds(entry.value, $0.value) } ?? false
            }
        case (.scalar(let short), .mapping(let long)): return isLong(long, of: short)
        default: return false
        }
    }

    private static func equal(_ left: Scalar, _ right: Scalar) -> Bool {
        guard left.text == right.text else { return false }
        switch (left.resolved, right.resolved) {
        case (.string, .string), (.null, .null), (.bool, .bool), (.int, .int), (.bigInt, .bigInt), (.float, .float):
            return true
        default: return false
        }
    }

    /// `{ type: T, optional: true }` for `T?`.
    private static func isLong(_ entries: [Node.Entry], of short: Scalar) -> Bool {
        guard entries.count == 2, entries[0].name == "type", let type = entries[0].value.scalar,
            entries[1].name == "optional"
        else { return false }
        return !short.isQuoted && !type.isQuoted && short.text == type.text + "?" && entries[1].value.bool == true
    }
}
