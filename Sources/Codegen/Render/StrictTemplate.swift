import Mustache

/// Mustache as this package wants it: plain text, and a name or partial that isn't there is an error, not an empty string.
struct TemplateSet {
    private let templates: [String: MustacheTemplate]

    /// Reads templates by name.
    init(sources: [String: String]) throws(TemplateError) {
        var templates: [String: MustacheTemplate] = [:]
        for (name, source) in sources.sorted(by: { $0.key < $1.key }) {
            try TemplateTags.check(source, template: name, partials: sources)
            do {
                // Partials start again with HTML escaping, so each template says that it is text.
                templates[name] = try MustacheTemplate(string: "{{%CONTENT_TYPE:TEXT}}" + source)
            } catch {
                throw TemplateError(template: name, problem: "\(error)")
            }
        }
        self.templates = templates
    }

    /// Fills a template with its own fields, and with those that every template may ask for.
    func render(_ name: String, _ fields: ViewFields, common: ViewFields = [:]) throws(TemplateError) -> String {
        guard let template = templates[name] else {
            throw TemplateError(template: name, problem: "there is no such template")
        }
        let misses = Misses()
        let root = ViewNode(fields: fields, common: common, misses: misses)
        let text = template.render(root, library: MustacheLibrary(templates: templates))
        guard misses.names.isEmpty else {
            throw TemplateError(
                template: name, problem: "nothing is called \(misses.names.map { "'\($0)'" }.joined(separator: ", "))")
        }
        return text
    }
}

/// A template that can't be used.
struct TemplateError: Error, Equatable, CustomStringConvertible {
    let template: String
    let problem: String

    var description: String { "template \(template): \(problem)" }
}

/// What a template is filled with. Whatever it may ask for is there, if only as `.flag(false)`.
typealias ViewFields = [String: ViewValue]

/// One value of a template.
enum ViewValue {
    case text(String)
    case flag(Bool)
    case list([ViewFields])
}

extension ViewValue: ExpressibleByStringLiteral, ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }

    /// A list of strings, each asked for as `line`.
    static func lines(_ lines: some Sequence<String>) -> ViewValue { .list(lines.map { ["line": .text($0)] }) }

    /// Lines that need no more of the template than to stand there: one text, asked for as `line`, or nothing.
    ///
    /// A large spec has 100,000 of them, and the library takes a microsecond for each name it looks up.
    static func block(_ lines: [String]) -> ViewValue {
        lines.isEmpty ? .list([]) : .list([["line": .text(lines.joined(separator: "\n"))]])
    }

    /// Blocks with an empty line between them, each asked for as `lines`.
    static func blocks(_ blocks: [[String]]) -> ViewValue {
        let blocks = blocks.filter { !$0.isEmpty }
        return blocks.isEmpty ? .list([]) : .list([["lines": .block(Array(blocks.joined(separator: [""])))]])
    }

    /// A text, or `false` if there is none or it is empty.
    static func optional(_ text: String?) -> ViewValue { text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .flag(false) }
}

/// What the library walks through. The root is asked last, so what it lacks is nowhere.
private struct ViewNode: MustacheParent {
    let fields: ViewFields
    /// What the root has besides.
    var common: ViewFields?
    let misses: Misses

    func child(named name: String) -> Any? {
        switch fields[name] ?? common?[name] {
        case .text(let text): return text
        case .flag(let flag): return flag
        case .list(let list): return list.map { ViewNode(fields: $0, misses: misses) }
        case nil:
            if common != nil { misses.names.append(name) }
            return nil
        }
    }
}

private final class Misses {
    var names: [String] = []
}

/// Looks at a template's tags before it is used.
private enum TemplateTags {
    /// Refuses what the strict form has no place for: dotted names (their last part would miss in silence), unknown
    /// partials, names that are made at run time, and other delimiters.
    static func check(_ source: String, template: String, partials: [String: String]) throws(TemplateError) {
        var rest = Substring(source)
        while let start = rest.firstRange(of: "{{") {
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "}}") else { return }
            let tag = rest[..<end.lowerBound].filter { $0 != " " && $0 != "{" }
            rest = rest[end.upperBound...]
            if let problem = problem(in: tag, partials: partials) {
                throw TemplateError(template: template, problem: "{{\(tag)}}: \(problem)")
            }
        }
    }

    private static func problem(in tag: String, partials: [String: String]) -> String? {
        let sigil = tag.first.flatMap { "#^/!>&=%$<".contains($0) ? $0 : nil }
        let name = sigil == nil ? tag : String(tag.dropFirst())
        switch sigil {
        case "!": return nil
        case ">": return partials[name] == nil ? "there is no such partial" : nil
        case "=", "%", "$", "<": return "isn't used here"
        default:
            let plain = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } && !name.isEmpty
            return plain || name == "." ? nil : "a name has letters and digits alone"
        }
    }
}
