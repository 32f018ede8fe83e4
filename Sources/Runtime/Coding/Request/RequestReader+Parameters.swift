public import struct FoundationEssentials.Date
public import struct FoundationEssentials.UUID

// The common forms by name; the others go through `value`, `optional` and `list`.
extension RequestReader {
    /// A string that must be there, unless there is a default for it.
    public mutating func string(
        _ name: String, in source: Violation.Source, _ rules: StringRules = StringRules(), default: String? = nil
    ) -> String? {
        switch text(name, source) {
        case .value(let text): return check(text, rules, name, source)
        case .broken: return nil
        case .absent:
            if `default` == nil { recordMissing(name, source) }
            return `default`
        }
    }

    /// A string that may be absent.
    public mutating func optionalString(
        _ name: String, in source: Violation.Source, _ rules: StringRules = StringRules()
    ) -> String? {
        if case .value(let text) = text(name, source) { check(text, rules, name, source) } else { nil }
    }

    private mutating func check(
        _ text: String, _ rules: StringRules, _ name: String, _ source: Violation.Source
    ) -> String? {
        switch rules.apply(text) {
        case .success(let value): return value
        case .failure(let refusal):
            record(Violation(source, name, refusal.breach.message, code: refusal.breach.code))
            return nil
        }
    }

    /// A whole number that must be there, unless there is a default for it.
    @inlinable
    public mutating func integer<Number: FixedWidthInteger & Sendable>(
        _ name: String, in source: Violation.Source, as type: Number.Type = Number.self,
        range: ClosedRange<Number> = Number.min...Number.max, default: Number? = nil
    ) -> Number? {
        switch wholeNumber(name, source) {
        case .value(let number): return check(number, range, name, source)
        case .broken: return nil
        case .absent:
            if `default` == nil { recordMissing(name, source) }
            return `default`
        }
    }

    /// A whole number that may be absent.
    @inlinable
    public mutating func optionalInteger<Number: FixedWidthInteger & Sendable>(
        _ name: String, in source: Violation.Source, as type: Number.Type = Number.self,
        range: ClosedRange<Number> = Number.min...Number.max
    ) -> Number? {
        if case .value(let number) = wholeNumber(name, source) { check(number, range, name, source) } else { nil }
    }

    @inlinable
    mutating func check<Number: FixedWidthInteger & Sendable>(
        _ number: WholeNumber, _ range: ClosedRange<Number>, _ name: String, _ source: Violation.Source
    ) -> Number? {
        if let value = Number(number), range.contains(value) { return value }
        recordOutside(range, name, source)
        return nil
    }

    @usableFromInline
    mutating func recordOutside<Number: FixedWidthInteger>(
        _ range: ClosedRange<Number>, _ name: String, _ source: Violation.Source
    ) {
        record(Violation(source, name, NumberRules.message(range), code: "range"))
    }

    @usableFromInline
    mutating func wholeNumber(_ name: String, _ source: Violation.Source) -> Parsed<WholeNumber> {
        switch text(name, source) {
        case .absent: return .absent
        case .broken: return .broken
        case .value(let text):
            if text.isEmpty { return .absent }
            if let number = WholeNumber(text) { return .value(number) }
            record(Violation(source, name, WholeNumber.isNone, code: "type"))
            return .broken
        }
    }

    /// A number that must be there, unless there is a default for it.
    public mutating func double(
        _ name: String, in source: Violation.Source, _ rules: NumberRules = NumberRules(), default: Double? = nil
    ) -> Double? {
        value(name, in: source, .double(rules), default: `default`)
    }

    /// A number that may be absent.
    public mutating func optionalDouble(
        _ name: String, in source: Violation.Source, _ rules: NumberRules = NumberRules()
    ) -> Double? {
        optional(name, in: source, .double(rules))
    }

    /// True or false; it must be there, unless there is a default for it.
    public mutating func bool(_ name: String, in source: Violation.Source, default: Bool? = nil) -> Bool? {
        value(name, in: source, .bool, default: `default`)
    }

    /// True or false; it may be absent.
    public mutating func optionalBool(_ name: String, in source: Violation.Source) -> Bool? {
        optional(name, in: source, .bool)
    }

    /// A moment that must be there, unless there is a default for it.
    public mutating func date(_ name: String, in source: Violation.Source, default: Date? = nil) -> Date? {
        value(name, in: source, .date, default: `default`)
    }

    /// A moment that may be absent.
    public mutating func optionalDate(_ name: String, in source: Violation.Source) -> Date? {
        optional(name, in: source, .date)
    }

    /// A UUID that must be there, unless there is a default for it.
    public mutating func uuid(_ name: String, in source: Violation.Source, default: UUID? = nil) -> UUID? {
        value(name, in: source, .uuid, default: `default`)
    }

    /// A UUID that may be absent.
    public mutating func optionalUUID(_ name: String, in source: Violation.Source) -> UUID? {
        optional(name, in: source, .uuid)
    }

    /// A case by its raw value; it must be there, unless there is a default for it.
    public mutating func enumeration<Value: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, in source: Violation.Source, as type: Value.Type = Value.self, default: Value? = nil
    ) -> Value? where Value.RawValue == String {
        value(name, in: source, .enumeration, default: `default`)
    }

    /// A case by its raw value; it may be absent.
    public mutating func optionalEnumeration<Value: RawRepresentable & CaseIterable & Sendable>(
        _ name: String, in source: Violation.Source, as type: Value.Type = Value.self
    ) -> Value? where Value.RawValue == String {
        optional(name, in: source, .enumeration)
    }
}
