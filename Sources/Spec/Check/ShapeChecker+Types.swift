import GatewayDiagnostics
import GatewayYAML

extension ShapeChecker {
    /// Checks the form of a type; whether its names are known is found out later.
    mutating func checkType(_ node: Node, long place: Place, key: Node?) {
        switch node.value {
        case .scalar(let scalar): checkTypeName(node, scalar, place, key: key)
        case .sequence(let items): checkListType(node, items)
        case .mapping(let entries):
            if node.unquotedBraces == nil, let only = entries.first, entries.count == 1,
                ScalarType(rawValue: only.name) != nil
            {
                checkMapType(only)
            } else {
                checkLongType(node, entries, place, key: key)
            }
        }
    }

    private mutating func checkTypeName(_ node: Node, _ scalar: Scalar, _ place: Place, key: Node?) {
        guard case .string(let text) = scalar.resolved else {
            return wrongKind(node, expected: Shape.type(long: place).expected, key: key)
        }
        let isOptional = text.hasSuffix("?")
        let name = isOptional ? String(text.dropLast()) : text
        if let complaint = TypeName.complaint(name, isOptional: isOptional) {
            report(complaint, at: node)
        } else if isOptional, !place.allowsOptional {
            refuseOptional(at: node.span(from: name.unicodeScalars.count, count: 1), place)
        }
    }

    private mutating func refuseOptional(at span: SourceSpan, _ place: Place) {
        let (message, help): (String, String) =
            switch place {
            case .pathParameter: ("a path parameter is never absent", "declare a second route without it")
            case .alias: ("an alias cannot be optional", "write the ? where the alias is used")
            default: ("only fields and parameters can be optional", "remove the ?")
            }
        report(.optionalNotAllowed, message, at: span, help: help)
    }

    private mutating func checkListType(_ node: Node, _ items: [Node]) {
        if items.count == 1, let item = items.first { return checkType(item, long: .nested, key: nil) }
        report(
            .malformedType, items.isEmpty ? "a list of nothing" : "a list has one type of element",
            at: items.count > 1 ? items[1].shortSpan : node.shortSpan,
            help: items.isEmpty
                ? "write `[string]`; for any JSON write `json`"
                : "for one of several objects declare a union")
    }

    private mutating func checkMapType(_ entry: Node.Entry) {
        if entry.name != "string" {
            report(
                .malformedType, "the keys of a map are strings", at: entry.key.span,
                help: "write `{ string: … }`; JSON has no other keys")
        }
        checkType(entry.value, long: .nested, key: entry.key)
    }

    private mutating func checkLongType(_ node: Node, _ entries: [Node.Entry], _ place: Place, key: Node?) {
        let names = place.rows.map(\.name)
        let hasType = entries.contains { entry in
            entry.name == "type"
                || (place.row(entry.name) == nil && Suggestion.closest(to: entry.name, among: names) == "type")
        }
        let strangers = entries.filter {
            place.row($0.name) == nil && OtherNames.meaning(of: $0.name, in: place) == nil
        }
        if !hasType, let braces = node.unquotedBraces {
            let name = braces.dropFirst().dropLast()
            return report(
                .malformedType, "a type stands without braces", at: node.span, help: "write `\(name)`")
        }
        if !hasType, !strangers.isEmpty || entries.isEmpty {
            return report(
                .inlineObject, "objects inside of objects need a name", at: node.shortSpan,
                label: "neither a type nor its long form (there is no 'type')",
                help: "declare it under `types` and write its name here")
        }
        checkKeys(node, place, key: key)
    }

    mutating func checkObjectType(_ node: Node, key: Node?) {
        guard let entries = node.mapping else {
            if node.isNull, let key {
                return report(
                    .wrongKind, "'\(key.name)' has no fields", at: key.span,
                    help: "write `\(key.name): {}` if it is to have none")
            }
            let isType = node.sequence != nil || node.string != nil
            return report(
                .wrongKind, "expected \(Shape.objectType.expected), found \(node.kindName)", at: node.shortSpan,
                help: isType ? "a name for another type belongs under `aliases`, a list of words under `enums`" : nil)
        }
        for entry in entries {
            guard entry.name.hasPrefix("$") else {
                if let complaint = NameShape.member.complaint(entry.name, what: "field") {
                    report(complaint, at: entry.key)
                }
                checkType(entry.value, long: .field, key: entry.key)
                continue
            }
            if let row = Place.object.row(entry.name) {
                check(entry.value, row.shape, key: entry.key)
            } else {
                let names = Place.object.rows.map(\.name)
                report(
                    .unknownKey, "unknown key '\(entry.name)'", at: entry.key.span,
                    label: "keys with $ are the language's",
                    help: Suggestion.didYouMean(entry.name, among: names)
                        ?? "known here: \(names.joined(separator: ", "))")
            }
        }
    }
}

extension Place {
    /// Whether a type may be optional there.
    var allowsOptional: Bool { self == .field || self == .parameter || self == .formField }
}
