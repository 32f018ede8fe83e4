import GatewayDiagnostics
import GatewayYAML

/// A tree as the cases write it: a line a node, with its span, what it is and, if it is a list or mapping, how it is written.
enum TreeText {
    static func lines(_ node: Node, indent: String = "", mark: String = "") -> [String] {
        let span = node.span
        let place = "\(span.start.line):\(span.start.column)-\(span.end.line):\(span.end.column)"
        let head = "\(indent)\(mark)\(place) "
        let tag = node.tag.map { " tag \($0)" } ?? ""
        let inner = indent + "  "
        switch node.value {
        case .scalar(let scalar):
            let style = scalar.style == .plain ? "" : " \(scalar.style)"
            return [head + meaning(scalar.resolved) + style + tag]
        case .sequence(let items):
            return [head + "list" + (node.isFlow ? " in brackets" : "") + tag]
                + items.flatMap { lines($0, indent: inner, mark: "- ") }
        case .mapping(let entries):
            return [head + "mapping" + (node.isFlow ? " in braces" : "") + tag]
                + entries.flatMap { entry in
                    lines(entry.key, indent: inner, mark: "key ") + lines(entry.value, indent: inner, mark: "  = ")
                }
        }
    }

    private static func meaning(_ resolved: Scalar.Resolved) -> String {
        switch resolved {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "int \(value)"
        case .bigInt(let text): "big int \(text)"
        case .float(let value): "float \(value)"
        case .string(let text): text.debugDescription
        }
    }
}
