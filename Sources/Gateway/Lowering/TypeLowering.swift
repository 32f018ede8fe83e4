import GatewayRuntime
import GatewaySpec

/// Makes the runtime's plain types of a spec's.
struct TypeLowering {
    let spec: ServiceSpec

    /// Every named type of the spec.
    var table: TypeTable {
        var types: [String: TypeSchema] = [:]
        for declaration in spec.types {
            switch declaration.kind {
            case .object(let object): types[declaration.name.value] = .object(lower(object))
            case .enumeration(let enumeration):
                types[declaration.name.value] = .word(enumeration.cases.map(\.name.value))
            case .union(let union):
                types[declaration.name.value] = .union(
                    tag: union.tag.value,
                    members: union.members.map { ($0.tag.value, .named($0.type.value)) })
            case .alias(let use): types[declaration.name.value] = lower(use)
            }
        }
        return TypeTable(types)
    }

    /// A type where it is used, with its constraints and those of the aliases it goes through.
    func lower(_ use: TypeUse) -> TypeSchema {
        guard let resolved = spec.resolve(use) else { return .any }
        let rules = resolved.constraints
        let items = bounds(rules.items?.value)
        switch resolved.kind {
        case .named(let name): return chosen(.named(name), rules)
        case .list(let element): return .list(lower(element), fewest: items.fewest, most: items.most)
        case .map(let value): return .map(lower(value), fewest: items.fewest, most: items.most)
        case .scalar(.string): return .string(stringRules(rules))
        case .scalar(.url): return rules.isEmpty ? .formatted(.url) : .url(stringRules(rules))
        case .scalar(let scalar):
            let type = chosen(lower(scalar, rules), rules)
            return rules.quoted == true ? .quoted(type) : type
        }
    }

    /// The type, or the few of its values that `oneOf` leaves.
    private func chosen(_ type: TypeSchema, _ rules: Constraints) -> TypeSchema {
        guard let values = rules.oneOf else { return type }
        return .choice(type, of: values.map { value($0.value, of: type) })
    }

    /// A value as a reader of the type gives it.
    private func value(_ literal: Literal, of type: TypeSchema) -> JSONValue {
        switch (type, literal) {
        case (.number(_, isSingle: true), .number(let number)): .number(Double(Float(number.asDouble)))
        case (.number, .number(let number)): .number(number.asDouble)
        case (.decimal, .number(let number)), (.formatted(.decimal), .number(let number)):
            .string(number.description)
        default: JSONValue(literal)
        }
    }

    private func lower(_ scalar: ScalarType, _ rules: Constraints) -> TypeSchema {
        if let width = IntegerWidth(rawValue: scalar.rawValue) {
            let range = rules.range?.value.ofWholeNumbers
            return .integer(width, atLeast: range?.lower?.clamped, atMost: range?.upper?.clamped)
        }
        if scalar == .decimal, let range = rules.range?.value {
            return .decimal(range.decimalRules)
        }
        if let form = FormattedText(rawValue: scalar.rawValue) { return .formatted(form) }
        switch scalar {
        case .bool: return .bool
        case .float: return .number(numberRules(rules), isSingle: true)
        case .double: return .number(numberRules(rules), isSingle: false)
        case .bytes:
            let length = bounds(rules.length?.value)
            return .bytes(fewest: length.fewest, most: length.most)
        case .json: return .any
        default: return .string(stringRules(rules))
        }
    }

    private func stringRules(_ rules: Constraints) -> StringRules {
        var result = StringRules(
            trim: rules.trim ?? false, pattern: rules.pattern.flatMap { try? Pattern($0.value) },
            format: rules.format.flatMap { StringRules.Format(rawValue: $0.rawValue) },
            oneOf: rules.oneOf?.compactMap { if case .string(let text) = $0.value { text } else { nil } })
        let length = bounds(rules.length?.value)
        result.minLength = length.fewest
        result.maxLength = length.most
        return result
    }

    private func numberRules(_ rules: Constraints) -> NumberRules {
        guard let range = rules.range?.value else { return NumberRules() }
        var result = NumberRules()
        result.lowest = range.lower?.asDouble
        result.highest = range.upper?.asDouble
        result.excludesLowest = range.excludesLower
        result.excludesHighest = range.excludesUpper
        return result
    }

    private func bounds(_ range: CountRange?) -> (fewest: Int, most: Int) {
        (range?.lower ?? 0, range?.upper ?? .max)
    }

    private func lower(_ object: ObjectType) -> ObjectSchema {
        ObjectSchema(
            fields: spec.fields(of: object).map { field in
                ObjectSchema.Field(
                    name: field.wireName, type: lower(field.type), isRequired: !field.mayBeAbsent,
                    isNullable: field.type.isNullable, defaultValue: field.defaultValue.map { JSONValue($0.value) },
                    requires: wireNames(field.requires, in: object), excludes: wireNames(field.excludes, in: object))
            })
    }

    private func wireNames(_ names: [Spanned<String>], in object: ObjectType) -> [String] {
        guard !names.isEmpty else { return [] }
        let fields = spec.fields(of: object)
        return names.compactMap { name in fields.first { $0.name.value == name.value }?.wireName }
    }
}

extension NumberRange {
    fileprivate var decimalRules: DecimalRules {
        DecimalRules(
            lowest: lower?.description, highest: upper?.description, excludesLowest: excludesLower,
            excludesHighest: excludesUpper)
    }
}

extension Number {
    /// The nearest whole number of 64 bits.
    fileprivate var clamped: Int64 {
        switch self {
        case .integer(let value): value
        case .unsigned(let value): Int64(clamping: value)
        case .double(let value):
            Int64(exactly: value.rounded(.towardZero)) ?? (value < 0 ? .min : .max)
        }
    }
}

extension JSONValue {
    /// The value that a spec writes.
    init(_ literal: Literal) {
        switch literal {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .number(.integer(let value)): self = .integer(value)
        case .number(let value): self = .number(value.asDouble)
        case .string(let value): self = .string(value)
        case .list(let values): self = .array(values.map { JSONValue($0) })
        case .object(let members):
            self = .object(Dictionary(members.map { ($0.key, JSONValue($0.value)) }) { _, last in last })
        }
    }
}
