/// Values by name. Most lists, objects and routes have few names: those are compared one by one, and hashed only when there are many.
struct NameTable<Value> {
    private var few: [(name: String, value: Value)] = []
    private var many: [String: Value] = [:]

    private static var fewest: Int { 12 }

    /// The value of a name, if it has one.
    subscript(_ name: String) -> Value? {
        if let found = few.first(where: { $0.name == name }) { return found.value }
        return many.isEmpty ? nil : many[name]
    }

    /// Gives a name that has none yet a value.
    mutating func add(_ name: String, _ value: Value) {
        if few.count < Self.fewest { few.append((name, value)) } else { many[name] = value }
    }
}
