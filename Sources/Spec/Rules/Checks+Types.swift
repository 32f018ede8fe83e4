import GatewayDiagnostics

extension SpecCheck {
    static let types = [
        SpecCheck("every type's name is known") { context in
            for (use, _) in context.typeUses { context.checkKnown(use) }
            for error in context.spec.routes.flatMap(\.errors) {
                if let use = error.type { context.checkKnown(use, others: ["Problem"]) }
            }
        },
        SpecCheck("no two types share a name") { $0.checkDuplicateTypes() },
        SpecCheck("no alias goes round in a circle") { $0.checkAliasCycles() },
        SpecCheck("no object holds itself without a list, map or ?") { $0.checkRecursion() },
        SpecCheck("includes are objects, and bring no field twice") { $0.checkIncludes() },
        SpecCheck("a union's members are objects without the tag's field") { $0.checkUnions() },
        SpecCheck("optional, nullable and default go together") { context in
            for field in context.fields { context.checkPresence(field) }
        },
        SpecCheck("`file` stands in forms alone") { $0.checkFiles() },
    ]
}

extension CheckContext {
    fileprivate mutating func checkKnown(_ use: TypeUse, others: [String] = []) {
        switch use.kind {
        case .scalar: break
        case .list(let element), .map(let element): checkKnown(element, others: others)
        case .named(let name): checkKnownType(Spanned(name, use.span), others: others)
        }
    }

    mutating func checkKnownType(_ name: Spanned<String>, others: [String] = []) {
        guard !name.value.isEmpty, spec.type(named: name.value) == nil else { return }
        let candidates = ScalarType.allCases.map(\.rawValue) + spec.types.map(\.name.value) + others
        let meant = TypeName.foreign[name.value] ?? Suggestion.closest(to: name.value, among: candidates)
        var help = meant.map { "did you mean '\($0)'?" }
        if name.value == "Problem" { help = "it is built in for `errors` alone; elsewhere declare one of your own" }
        if RawContent(rawValue: name.value) != nil {
            let body = RawBody(rawValue: name.value) == nil ? "" : ", or its `body`"
            help = "'\(name.value)' can only be what a route `returns`\(body)"
        }
        report(
            .unknownType, "unknown type '\(name.value)'", at: name.span,
            label: "not a built-in type, nor one of this spec's",
            help: help ?? "declare it under `types`, `enums`, `unions` or `aliases`")
    }

    fileprivate mutating func checkDuplicateTypes() {
        var first: [String: Spanned<String>] = [:]
        for type in spec.types {
            guard let earlier = first[type.name.value] else {
                first[type.name.value] = type.name
                continue
            }
            report(
                .duplicateName, "the type '\(type.name.value)' is declared twice", at: type.name.span,
                help: "types, enums, unions and aliases share one set of names",
                notes: [Diagnostic.Note("first declared here", at: earlier.span)])
        }
    }

    fileprivate mutating func checkAliasCycles() {
        var told: Set<String> = []
        for type in spec.types {
            guard case .alias(let use) = type.kind else { continue }
            var seen: [String] = [type.name.value]
            var next = use
            while let name = next.innermostName, let target = spec.type(named: name), case .alias(let use) = target.kind
            {
                if name == type.name.value {
                    // Each alias of the circle comes by here; one of them tells.
                    if seen.contains(where: { told.contains($0) }) { break }
                    told.formUnion(seen)
                    let way = Self.way(seen + [name])
                    report(
                        .recursiveAlias, "the alias '\(name)' stands for itself", at: type.name.span, label: way,
                        help: "an alias must end at a built-in type, an object, an enum or a union")
                    break
                }
                if seen.contains(name) { break }
                if seen.count > ServiceSpec.longestAliasChain {
                    report(
                        .recursiveAlias, "the alias '\(type.name.value)' leads through more than 100 others",
                        at: type.name.span, help: "let it stand for the type at the end")
                    break
                }
                seen.append(name)
                next = use
            }
        }
    }

    /// The way round a circle, shortened if it is long.
    private static func way(_ names: [String]) -> String {
        let shown = names.map { "'\($0)'" }
        let short = shown.count > 8 ? shown.prefix(5) + ["…"] + shown.suffix(2) : shown[...]
        return short.joined(separator: " → ")
    }

    fileprivate mutating func checkRecursion() {
        var finder = RecursionFinder(spec: spec)
        for cycle in finder.cycles() {
            let way = Self.way(cycle.names)
            report(
                .recursiveType, "the type '\(cycle.names[0])' holds itself, without end", at: cycle.span, label: way,
                help: "make a field on the way optional (`?`), or a list")
        }
    }

    fileprivate mutating func checkIncludes() {
        for type in spec.types {
            guard case .object(let object) = type.kind else { continue }
            for include in object.includes {
                guard let target = spec.type(named: include.value) else {
                    checkKnownType(include)
                    continue
                }
                if case .object = target.kind {
                    if includes(include.value, type.name.value) {
                        report(.badInclude, "'\(type.name.value)' includes itself", at: include.span)
                    }
                } else {
                    report(
                        .badInclude, "'\(include.value)' is \(target.kindName), and has no fields to include",
                        at: include.span, notes: [Diagnostic.Note("declared here", at: target.name.span)])
                }
            }
            checkWireNames(type, spec.fields(of: object))
        }
    }

    /// Whether one object includes another, itself too, on whatever way.
    private func includes(_ name: String, _ wanted: String) -> Bool {
        var pending = [name]
        var seen: Set<String> = []
        while let next = pending.popLast() {
            if next == wanted { return true }
            guard seen.insert(next).inserted, let object = spec.object(named: next) else { continue }
            pending += object.includes.map(\.value)
        }
        return false
    }

    private mutating func checkWireNames(_ type: TypeDeclaration, _ fields: [Field]) {
        var first: [String: Field] = [:]
        for field in fields {
            guard let earlier = first[field.wireName] else {
                first[field.wireName] = field
                continue
            }
            // An include that brings what another include brought is told at this type's name.
            let isOwn = field.name.span.file == type.name.span.file && type.ownFieldNames.contains(field.name.value)
            report(
                .duplicateField, "'\(type.name.value)' has two fields '\(field.wireName)'",
                at: isOwn ? (field.explicitWireName ?? field.name).span : type.name.span,
                notes: [Diagnostic.Note("the first one", at: earlier.name.span)])
        }
    }

    fileprivate mutating func checkUnions() {
        for type in spec.types {
            guard case .union(let union) = type.kind else { continue }
            var first: [String: UnionType.Member] = [:]
            for member in union.members {
                guard let target = spec.type(named: member.type.value) else {
                    checkKnownType(member.type)
                    continue
                }
                checkMember(member, target, of: union)
                if let earlier = first[member.type.value] {
                    report(
                        .badUnionMember, "'\(member.type.value)' is a member of '\(type.name.value)' twice",
                        at: member.type.span, help: "give each tag an object of its own",
                        notes: [Diagnostic.Note("first here", at: earlier.type.span)])
                }
                first[member.type.value] = member
            }
        }
    }

    private mutating func checkMember(_ member: UnionType.Member, _ target: TypeDeclaration, of union: UnionType) {
        guard case .object(let object) = target.kind else {
            report(
                .badUnionMember, "'\(member.type.value)' is \(target.kindName), but a union's members are objects",
                at: member.type.span, notes: [Diagnostic.Note("declared here", at: target.name.span)])
            return
        }
        guard let field = spec.fields(of: object).first(where: { $0.wireName == union.tag.value }) else { return }
        report(
            .badUnionMember, "'\(member.type.value)' has a field '\(union.tag.value)', which is the union's tag",
            at: member.type.span, help: "rename the field, or choose another tag with `by`",
            notes: [Diagnostic.Note("the field", at: field.name.span)])
    }

    fileprivate mutating func checkPresence(_ field: Field) {
        if field.type.isNullable, !field.type.isOptional {
            report(
                .nullableNotOptional, "'\(field.name.value)' is nullable, but not optional", at: field.name.span,
                help: "`nullable` tells null from absent: add `optional: true`")
        }
        if field.type.isOptional, let value = field.defaultValue {
            report(
                .optionalWithDefault, "'\(field.name.value)' is optional and has a default", at: value.span,
                label: "with a default it is never absent", help: "remove the ? (or `optional`), or the default")
        }
    }

    fileprivate mutating func checkFiles() {
        for (use, isForm) in typeUses {
            guard let file = use.innermostFile, !(isForm && use.isFile) else { continue }
            report(
                .fileOutsideForm, "a file can only be a field of a `form`", at: file.span,
                help: "for bytes in JSON write `bytes`")
        }
    }
}
