import GatewayDiagnostics
import GatewayYAML

/// Takes text with placeholders apart. `{{` and `}}` stand for braces. A template that cannot be read has no parts.
enum TemplateText {
    static func read(_ node: Node) -> (template: Template, complaints: [Complaint]) {
        let scalars = Array((node.text ?? "").unicodeScalars)
        var parts: [Template.Part] = []
        var complaints: [Complaint] = []
        var text = String.UnicodeScalarView()
        var index = 0
        func flush() {
            if !text.isEmpty { parts.append(.text(String(text))) }
            text = String.UnicodeScalarView()
        }
        while index < scalars.count {
            let scalar = scalars[index]
            let isDouble = index + 1 < scalars.count && scalars[index + 1] == scalar
            switch scalar {
            case "{" where isDouble, "}" where isDouble:
                text.append(scalar)
                index += 2
            case "{":
                guard let end = scalars[index...].firstIndex(of: "}") else {
                    complaints.append(
                        Complaint(
                            .templateSyntax, "a placeholder has no closing brace",
                            help: "a brace itself is written `{{`",
                            part: index..<scalars.count))
                    index = scalars.count
                    continue
                }
                flush()
                var name = String.UnicodeScalarView()
                name.append(contentsOf: scalars[(index + 1)..<end])
                switch placeholder(String(name), part: index..<(end + 1)) {
                case .success(let kind):
                    parts.append(
                        .placeholder(Placeholder(kind: kind, span: node.span(from: index, count: end + 1 - index))))
                case .failure(let complaint): complaints.append(complaint)
                }
                index = end + 1
            case "}":
                complaints.append(
                    Complaint(
                        .templateSyntax, "a brace closes nothing", help: "a brace itself is written `}}`",
                        part: index..<(index + 1)))
                index += 1
            default:
                text.append(scalar)
                index += 1
            }
        }
        flush()
        if scalars.isEmpty { parts = [.text("")] }
        return (Template(parts: complaints.isEmpty ? parts : [], span: node.span), complaints)
    }

    /// The placeholders that stand alone, and those that a name follows.
    static let plain = ["user", "room", "room.users", "now", "sequence", "in"]
    static let prefixes = ["in", "path", "query", "header", "cookie", "auth"]

    private static func placeholder(_ text: String, part: Range<Int>) -> Result<Placeholder.Kind, Complaint> {
        switch text {
        case "user": return .success(.user)
        case "room": return .success(.room)
        case "room.users": return .success(.roomUsers)
        case "now": return .success(.now)
        case "sequence": return .success(.sequence)
        case "in": return .success(.received([]))
        default: break
        }
        let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard let head = path.first, prefixes.contains(head), path.count > 1, !path.contains("") else {
            return .failure(unknown(text, part: part))
        }
        switch head {
        case "in": return .success(.received(Array(path.dropFirst())))
        case "auth": return .success(.auth(path.dropFirst().joined(separator: ".")))
        default:
            guard let source = ParameterSource(rawValue: head) else { return .failure(unknown(text, part: part)) }
            return .success(.parameter(source, path.dropFirst().joined(separator: ".")))
        }
    }

    private static func unknown(_ text: String, part: Range<Int>) -> Complaint {
        let path = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        var help = Suggestion.closest(to: text, among: plain).map { "did you mean '{\($0)}'?" }
        if let head = path.first, path.count > 1, !prefixes.contains(head), help == nil {
            let near = Suggestion.closest(to: head, among: prefixes + ["room"])
            help = near.map { "did you mean '{\(([$0] + path.dropFirst()).joined(separator: "."))}'?" }
        } else if path.count == 1, prefixes.contains(text) {
            help = "say which one: `{\(text).name}`"
        }
        return Complaint(
            .unknownPlaceholder, "unknown placeholder '{\(text)}'",
            help: help
                ?? "known: {in.field}, {user}, {room}, {room.users}, {path.x}, {query.x}, {auth.x}, {now}, {sequence}",
            part: part)
    }
}
