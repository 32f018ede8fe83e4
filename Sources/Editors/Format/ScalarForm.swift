import GatewayDiagnostics
import GatewayYAML

/// How a scalar is written.
enum ScalarForm {
    /// On one line.
    case line
    /// In quotes or plain, over several lines.
    case lines
    /// With `|` or `>`.
    case block(isLiteral: Bool)

    /// The form of a scalar; nil for another node.
    init?(_ node: SyntaxNode) {
        guard case .scalar(let scalar) = node.content else { return nil }
        switch scalar.style {
        case .literal: self = .block(isLiteral: true)
        case .folded: self = .block(isLiteral: false)
        default: self = node.start.line == node.end.line ? .line : .lines
        }
    }
}
