import GatewayDiagnostics
import GatewayEditors
import GatewayYAML

/// Validates values against a draft-07 schema, as far as ours uses its keywords; a keyword that is not known here is a failure, so that
/// no rule goes unchecked.
final class SchemaValidator {
    private let schema: JSONText
    private var patterns: [String: Regex<AnyRegexOutput>] = [:]
    /// Matching is slow, and most texts come again.
    private var matched: [[String]: Bool] = [:]
    private(set) var unknownKeywords: Set<String> = []

    init(_ schema: JSONText) { self.schema = schema }

    /// The first thing that is wrong with a document, or nil.
    func problem(with node: Node) -> String? { problem(Self.value(of: node), schema, at: "") }

    func problem(with value: JSONText) -> String? { problem(value, schema, at: "") }

    private func problem(_ value: JSONText, _ schema: JSONText, at path: String) -> String? {
        if case .bool(let isAllowed) = schema { return isAllowed ? nil : "\(path): nothing may stand here" }
        // Draft-07 §8.3: what stands beside $ref is ignored.
        if let reference = schema["$ref"]?.string {
            guard let target = definition(reference) else { return "\(path): the schema lacks \(reference)" }
            return problem(value, target, at: path)
        }
        for (keyword, rule) in schema.object ?? [] {
            if let problem = check(value, keyword, rule, schema, at: path) { return problem }
        }
        return nil
    }

    private func definition(_ reference: String) -> JSONText? {
        reference.split(separator: "/").dropFirst().reduce(schema as JSONText?) { $0?[String($1)] }
    }

    private func check(_ value: JSONText, _ keyword: String, _ rule: JSONText, _ schema: JSONText, at path: String)
        -> String?
    {
        switch keyword {
        case "$schema", "title", "description", "default", "definitions", "then", "else": return nil
        case "type":
            let types = rule.array ?? [rule]
            return types.contains { Self.matches(value, type: $0.string ?? "") } ? nil : "\(path): not \(rule.compact)"
        case "enum":
            return (rule.array ?? []).contains { Self.equal($0, value) } ? nil : "\(path): none of \(rule.compact)"
        case "const": return Self.equal(rule, value) ? nil : "\(path): not \(rule.compact)"
        case "pattern":
            guard let text = value.string, let pattern = rule.string else { return nil }
            return matches(text, pattern) ? nil : "\(path): '\(text)' does not match \(pattern)"
        case "minLength":
            return value.string.map { $0.unicodeScalars.count < rule.integer ?? 0 } == true ? "\(path): short" : nil
        case "minimum":
            return Self.number(value).map { $0 < Self.number(rule) ?? 0 } == true ? "\(path): too small" : nil
        case "maximum":
            return Self.number(value).map { $0 > Self.number(rule) ?? 0 } == true ? "\(path): too large" : nil
        case "items", "minItems", "maxItems", "uniqueItems": return checkList(value, keyword, rule, at: path)
        case "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties":
            return checkObject(value, keyword, rule, schema, at: path)
        case "allOf":
            return (rule.array ?? []).lazy.compactMap { self.problem(value, $0, at: path) }.first
        case "anyOf":
            let problems = (rule.array ?? []).map { problem(value, $0, at: path) }
            return problems.contains { $0 == nil } ? nil : problems.compactMap(\.self).joined(separator: " | ")
        case "oneOf":
            let count = (rule.array ?? []).count { problem(value, $0, at: path) == nil }
            return count == 1 ? nil : "\(path): \(count) of oneOf"
        case "not": return problem(value, rule, at: path) == nil ? "\(path): not" : nil
        case "if":
            let branch = problem(value, rule, at: path) == nil ? schema["then"] : schema["else"]
            return branch.flatMap { problem(value, $0, at: path) }
        default:
            unknownKeywords.insert(keyword)
            return "\(path): the keyword \(keyword) is not known to this validator"
        }
    }

    private func checkList(_ value: JSONText, _ keyword: String, _ rule: JSONText, at path: String) -> String? {
        guard let items = value.array else { return nil }
        switch keyword {
        case "minItems": return items.count < rule.integer ?? 0 ? "\(path): too few items" : nil
        case "maxItems": return items.count > rule.integer ?? 0 ? "\(path): too many items" : nil
        case "uniqueItems": return Set(items.map(\.compact)).count < items.count ? "\(path): an item twice" : nil
        default:
            return items.enumerated().lazy.compactMap { self.problem($1, rule, at: "\(path)/\($0)") }.first
        }
    }

    private func checkObject(
        _ value: JSONText, _ keyword: String, _ rule: JSONText, _ schema: JSONText, at path: String
    ) -> String? {
        guard let members = value.object else { return nil }
        switch keyword {
        case "required":
            let missing = (rule.array ?? []).compactMap(\.string).first { value[$0] == nil }
            return missing.map { "\(path): '\($0)' is missing" }
        case "minProperties": return members.count < rule.integer ?? 0 ? "\(path): too few members" : nil
        case "propertyNames":
            return members.lazy.compactMap { self.problem(.string($0.0), rule, at: "\(path)/\($0.0) (name)") }.first
        case "properties":
            return members.lazy.compactMap { name, member in
                rule[name].flatMap { self.problem(member, $0, at: "\(path)/\(name)") }
            }.first
        case "patternProperties":
            return members.lazy.compactMap { name, member in
                (rule.object ?? []).lazy.compactMap { pattern, rule in
                    self.matches(name, pattern) ? self.problem(member, rule, at: "\(path)/\(name)") : nil
                }.first
            }.first
        default:
            return members.lazy.compactMap { name, member in
                let isKnown =
                    schema["properties"]?[name] != nil
                    || (schema["patternProperties"]?.object ?? []).contains { self.matches(name, $0.0) }
                return isKnown ? nil : self.problem(member, rule, at: "\(path)/\(name)")
            }.first
        }
    }

    private func matches(_ text: String, _ pattern: String) -> Bool {
        if let known = matched[[text, pattern]] { return known }
        if patterns[pattern] == nil { patterns[pattern] = try? Regex(pattern) }
        guard let regex = patterns[pattern] else { return false }
        let isMatch = text.firstMatch(of: regex) != nil
        matched[[text, pattern]] = isMatch
        return isMatch
    }

    // MARK: Values

    private static func matches(_ value: JSONText, type: String) -> Bool {
        switch (type, value) {
        case ("string", .string), ("integer", .integer), ("number", .integer), ("number", .number), ("boolean", .bool),
            ("null", .null), ("array", .array), ("object", .object):
            true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }

    private static func number(_ value: JSONText) -> Double? {
        switch value {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    private static func equal(_ left: JSONText, _ right: JSONText) -> Bool {
        if let left = number(left), let right = number(right) { return left == right }
        return left.compact == right.compact
    }

    /// A document as JSON, as editors hand it to their validators.
    static func value(of node: Node) -> JSONText {
        switch node.value {
        case .sequence(let items): .array(items.map(value))
        case .mapping(let entries): .object(entries.map { ($0.name, value(of: $0.value)) })
        case .scalar(let scalar):
            switch scalar.resolved {
            case .null: .null
            case .bool(let value): .bool(value)
            case .int(let value): .integer(Int(value))
            case .bigInt(let text): .number(Double(text) ?? 0)
            case .float(let value): .number(value)
            case .string(let text): .string(text)
            }
        }
    }
}
