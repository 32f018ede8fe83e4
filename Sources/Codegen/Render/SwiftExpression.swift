/// An expression that can be written on one line or, where that is too long, on several.
indirect enum SwiftExpression {
    /// Something that stays on its line.
    case plain(String)
    /// `head(label: value, …)`
    case call(String, [(label: String?, value: SwiftExpression)])
    /// `[value, …]`
    case list([SwiftExpression])
    /// `value.name(argument)`
    case method(SwiftExpression, String, SwiftExpression)
    /// `head { parameters in value }`
    case closure(String, parameters: String, SwiftExpression)

    /// The whole of it on one line.
    var flat: String {
        switch self {
        case .plain(let text): text
        case .call(let head, let arguments):
            "\(head)(\(arguments.map { Self.prefix($0.label) + $0.value.flat }.joined(separator: ", ")))"
        case .list(let elements): "[\(elements.map(\.flat).joined(separator: ", "))]"
        case .method(let value, let name, let argument): "\(value.flat).\(name)(\(argument.flat))"
        case .closure(let head, let parameters, let value): "\(head) { \(parameters) in \(value.flat) }"
        }
    }

    /// Writes it between what comes before and after on its line; too long a line is broken at the outermost call.
    func write(after head: String = "", before tail: String = "", to writer: inout SwiftWriter) {
        let line = head + flat + tail
        guard !writer.fits(line) else { return writer.line(line) }
        switch self {
        case .plain: writer.line(line)
        case .call(let name, let arguments):
            writer.line("\(head)\(name)(")
            writer.indented { writer in
                let flat = arguments.map { Self.prefix($0.label) + $0.value.flat }.joined(separator: ", ")
                if writer.fits(flat) { return writer.line(flat) }
                for (index, argument) in arguments.enumerated() {
                    let comma = index == arguments.count - 1 ? "" : ","
                    argument.value.write(after: Self.prefix(argument.label), before: comma, to: &writer)
                }
            }
            writer.line(")\(tail)")
        case .list(let elements):
            writer.line("\(head)[")
            writer.indented { writer in
                for element in elements { element.write(before: ",", to: &writer) }
            }
            writer.line("]\(tail)")
        case .method(let value, let name, let argument):
            let call = SwiftExpression.call(".\(name)", [(nil, argument)])
            let isOneLine = writer.fits(head + value.flat)
            value.write(after: head, to: &writer)
            // Behind a parenthesis that stands alone on its line the next call is not indented.
            if isOneLine {
                writer.indented { call.write(before: tail, to: &$0) }
            } else {
                call.write(before: tail, to: &writer)
            }
        case .closure(let name, let parameters, let value):
            writer.line("\(head)\(name) { \(parameters) in")
            writer.indented { value.write(to: &$0) }
            writer.line("}\(tail)")
        }
    }

    private static func prefix(_ label: String?) -> String { label.map { "\($0): " } ?? "" }
}

extension SwiftExpression: ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    init(stringLiteral value: String) { self = .plain(value) }
}
