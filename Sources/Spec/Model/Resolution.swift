/// A type with its aliases followed and their constraints gathered.
public struct ResolvedType: Sendable {
    /// What the type is in the end; a name is then an object, an enum or a union.
    public var kind: TypeUse.Kind
    /// The constraints of the use, then those of the aliases it goes through.
    public var constraints: Constraints
    /// Whether the value may be absent.
    public var isOptional: Bool
    /// Whether null is told apart from absent.
    public var isNullable: Bool
    /// The names of the aliases that were followed.
    public var aliases: [String]
}

extension ServiceSpec {
    /// How many aliases may lead from one to the next.
    static let longestAliasChain = 100

    /// Follows a type's aliases. Nil where a name is unknown or an alias goes round in a circle, which a checked spec has not.
    public func resolve(_ use: TypeUse) -> ResolvedType? {
        var result = ResolvedType(
            kind: use.kind, constraints: use.constraints, isOptional: use.isOptional, isNullable: use.isNullable,
            aliases: [])
        while case .named(let name) = result.kind {
            guard let declaration = type(named: name) else { return nil }
            guard case .alias(let target) = declaration.kind else { return result }
            guard result.aliases.count < Self.longestAliasChain else { return nil }
            result.aliases.append(name)
            result.kind = target.kind
            result.constraints = result.constraints.inheriting(target.constraints)
            result.isOptional = result.isOptional || target.isOptional
            result.isNullable = result.isNullable || target.isNullable
        }
        return result
    }

    /// An object's fields: those of its includes first, then its own.
    public func fields(of object: ObjectType) -> [Field] {
        guard !object.includes.isEmpty else { return object.fields }
        var result: [Field] = []
        var visited: Set<String> = []
        // By hand, since includes may be nested deeper than a stack has room.
        var open: [(object: ObjectType, next: Int)] = [(object, 0)]
        while let (object, next) = open.last {
            guard next < object.includes.count else {
                result += object.fields
                open.removeLast()
                continue
            }
            open[open.count - 1].next += 1
            let name = object.includes[next].value
            if visited.insert(name).inserted, let included = self.object(named: name) { open.append((included, 0)) }
        }
        return result
    }

    /// The object of that name, if the spec has one.
    public func object(named name: String) -> ObjectType? {
        if case .object(let object)? = type(named: name)?.kind { object } else { nil }
    }

    /// The union of that name, if the spec has one.
    public func union(named name: String) -> UnionType? {
        if case .union(let union)? = type(named: name)?.kind { union } else { nil }
    }
}
