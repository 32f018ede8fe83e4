import GatewayDiagnostics
import GatewayText

/// Tells whether a plain value (a default, an example) is a value of a type.
struct LiteralFit {
    let spec: ServiceSpec

    /// What is wrong with a value, and where in it.
    struct Problem {
        let kind: Kind
        /// The way from the value to the part that is wrong; empty if it is the value itself.
        var path: [Step] = []

        enum Kind {
            /// It is of another kind: what is expected, and help.
            case misfit(String, help: String?)
            /// It breaks a constraint: which, and what that allows.
            case outside(String, String)
        }

        /// A step into a list or an object.
        enum Step {
            case item(Int)
            case member(String)
            /// Not the member's value, but its name.
            case name(String)
        }

        static func misfit(_ expected: String, help: String?) -> Problem {
            Problem(kind: .misfit(expected, help: help))
        }

        static func outside(_ constraint: String, _ limit: String) -> Problem {
            Problem(kind: .outside(constraint, limit))
        }

        /// Whether a part of the value is wrong, and not the value itself.
        var isInside: Bool {
            path.contains { if case .name = $0 { false } else { true } }
        }

        /// The same problem, seen from around.
        func inside(_ step: Step) -> Problem { Problem(kind: kind, path: [step] + path) }
    }

    func problem(_ value: Literal, _ type: ResolvedType) -> Problem? {
        switch type.kind {
        case .scalar(let scalar): scalarProblem(value, scalar, type.constraints)
        case .list(let element): listProblem(value, element, type.constraints)
        case .map(let element): mapProblem(value, element, type.constraints)
        case .named(let name): namedProblem(value, name, type.constraints)
        }
    }

    private func problem(_ value: Literal, _ use: TypeUse) -> Problem? {
        if value == .null, use.isOptional { return nil }
        return spec.resolve(use).flatMap { problem(value, $0) }
    }

    private func listProblem(_ value: Literal, _ element: TypeUse, _ constraints: Constraints) -> Problem? {
        guard case .list(let values) = value else { return .misfit("a list", help: "write `[…]`") }
        if let items = constraints.items, !items.value.contains(values.count) {
            return .outside("items", "\(items.value)")
        }
        return values.enumerated().lazy.compactMap { problem($1, element)?.inside(.item($0)) }.first
    }

    private func mapProblem(_ value: Literal, _ element: TypeUse, _ constraints: Constraints) -> Problem? {
        guard case .object(let members) = value else { return .misfit("a map", help: "write `{ key: value }`") }
        if let items = constraints.items, !items.value.contains(members.count) {
            return .outside("items", "\(items.value)")
        }
        return members.lazy.compactMap { problem($0.value, element)?.inside(.member($0.key)) }.first
    }

    private func namedProblem(_ value: Literal, _ name: String, _ constraints: Constraints) -> Problem? {
        switch spec.type(named: name)?.kind {
        case .enumeration(let enumeration):
            let words = enumeration.cases.map(\.name.value)
            guard case .string(let text) = value, words.contains(text) else {
                let help =
                    if case .string(let text) = value { Suggestion.didYouMean(text, among: words) } else {
                        String?.none
                    }
                return .misfit("one of \(words.map { "'\($0)'" }.joined(separator: ", "))", help: help)
            }
            return oneOf(value, constraints)
        case .object(let object): return objectProblem(value, name, spec.fields(of: object))
        case .union(let union): return unionProblem(value, name, union)
        case .alias, nil: return nil
        }
    }

    private func objectProblem(_ value: Literal, _ name: String, _ fields: [Field], tag: String? = nil) -> Problem? {
        guard case .object(let members) = value else { return .misfit("an object '\(name)'", help: nil) }
        for member in members where member.key != tag {
            guard let field = fields.first(where: { $0.wireName == member.key }) else {
                return Problem.misfit(
                    "an object '\(name)': it has no field '\(member.key)'",
                    help: Suggestion.didYouMean(member.key, among: fields.map(\.wireName))
                ).inside(.name(member.key))
            }
            if let inner = problem(member.value, field.type) { return inner.inside(.member(member.key)) }
        }
        if let missing = fields.first(where: { field in
            !field.mayBeAbsent && !members.contains { $0.key == field.wireName }
        }) {
            return .misfit("an object '\(name)': the field '\(missing.wireName)' is missing", help: nil)
        }
        return nil
    }

    private func unionProblem(_ value: Literal, _ name: String, _ union: UnionType) -> Problem? {
        guard case .object(let members) = value,
            case .string(let tag)? = members.first(where: { $0.key == union.tag.value })?.value,
            let member = union.member(tag)
        else {
            return .misfit(
                "a member of '\(name)'",
                help: "its '\(union.tag.value)' says which: \(union.members.map(\.tag.value).joined(separator: ", "))")
        }
        guard let object = spec.object(named: member.type.value) else { return nil }
        return objectProblem(value, member.type.value, spec.fields(of: object), tag: union.tag.value)
    }

    private func scalarProblem(_ value: Literal, _ scalar: ScalarType, _ constraints: Constraints) -> Problem? {
        switch (scalar, value) {
        case (.json, _): return nil
        case (.file, _): return .misfit("a value: a file has none", help: nil)
        case (.bool, .bool): return nil
        case (.bool, _): return .misfit("a Boolean", help: "write `true` or `false`, without quotes")
        case (.decimal, .string(let text)):
            if let expected = ScalarText.problem(text, .decimal) { return .misfit(expected, help: nil) }
            return Number(Substring(text)).flatMap { numberProblem($0, value, constraints) }
        case (_, .number(let number)) where scalar.isNumber:
            if scalar.isInteger {
                if case .double = number { return .misfit("a whole number", help: nil) }
                if let bounds = scalar.bounds, !bounds.contains(number) {
                    return .misfit(
                        "a value of '\(scalar.rawValue)'",
                        help: "it goes from \(bounds.lower?.description ?? "") to \(bounds.upper?.description ?? "")")
                }
            }
            if scalar == .decimal, let expected = ScalarText.problem(number.description, .decimal) {
                return .misfit(expected, help: nil)
            }
            return numberProblem(number, value, constraints)
        case (_, .string(let text)) where scalar.isNumber:
            return .misfit("a number", help: Number(Substring(text)) == nil ? nil : "a number has no quotes")
        case (_, _) where scalar.isNumber: return .misfit("a number", help: nil)
        case (_, .string(let text)): return textProblem(text, scalar, constraints)
        case (_, .list), (_, .object): return .misfit("'\(scalar.rawValue)'", help: nil)
        default: return .misfit("a string", help: "quotes make it a string: `\"\(value.json)\"`")
        }
    }

    private func numberProblem(_ number: Number, _ value: Literal, _ constraints: Constraints) -> Problem? {
        if let range = constraints.range, !range.value.contains(number) { return .outside("range", "\(range.value)") }
        return oneOf(value, constraints)
    }

    private func textProblem(_ text: String, _ scalar: ScalarType, _ constraints: Constraints) -> Problem? {
        let text = constraints.trim == true ? ScalarText.trimmed(text) : text
        if let expected = ScalarText.problem(text, scalar) { return .misfit(expected, help: nil) }
        if let length = constraints.length {
            let count = scalar == .bytes ? ScalarText.byteCount(text) ?? 0 : text.unicodeScalars.count
            if !length.value.contains(count) { return .outside("length", "\(length.value), and it has \(count)") }
        }
        if let problem = oneOf(.string(text), constraints) { return problem }
        if let format = constraints.format, !ScalarText.matches(text, format) {
            return .outside("format", "\(format.rawValue)")
        }
        // A bad pattern is another rule's.
        if let source = constraints.pattern?.value, let pattern = try? Pattern(source), !pattern.matches(text) {
            return .outside("pattern", "it has to match \(source)")
        }
        return nil
    }

    private func oneOf(_ value: Literal, _ constraints: Constraints) -> Problem? {
        guard let values = constraints.oneOf, !values.contains(where: { $0.value == value }) else { return nil }
        return .outside("oneOf", "one of \(values.map(\.value.json).joined(separator: ", "))")
    }
}

extension NumberRange: CustomStringConvertible {
    /// The range as the spec writes it.
    public var description: String {
        let (first, last) = (lower?.description ?? "", upper?.description ?? "")
        return first + (excludesLower ? "<.." : "..") + (excludesUpper ? "<" : "") + last
    }
}

extension CountRange: CustomStringConvertible {
    /// The range as the spec writes it.
    public var description: String { "\(lower)..\(upper.map(String.init) ?? "")" }
}
