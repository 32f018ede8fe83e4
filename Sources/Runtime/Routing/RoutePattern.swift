/// The path of a route: literal segments, `{name}` for one segment, and at the end `{name*}` for all the rest.
public struct RoutePattern: Hashable, Sendable, CustomStringConvertible {
    /// One part between slashes.
    package enum Segment: Hashable, Sendable {
        case literal([UInt8])
        case parameter(String)
        case rest(String)
    }

    /// The pattern as it was written.
    public let description: String
    package let segments: [Segment]

    /// The names of the parameters, in their order.
    public var names: [String] {
        segments.compactMap {
            switch $0 {
            case .literal: nil
            case .parameter(let name), .rest(let name): name
            }
        }
    }

    /// Reads a pattern such as `/ws/{room}` or `/assets/{rest*}`; a slash at its end means nothing.
    public init(_ text: String) throws(RouteError) {
        guard text.utf8.first == UInt8(ascii: "/") else {
            throw RouteError("the pattern \"\(text)\" must start with a slash")
        }
        description = text
        var segments: [Segment] = []
        var names: Set<String> = []
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated() {
            if part.isEmpty {
                guard index == parts.count - 1 else { throw RouteError("\"\(text)\" has an empty segment") }
                continue
            }
            let segment = try Self.segment(part, of: text)
            switch segment {
            case .literal: break
            case .parameter(let name):
                guard names.insert(name).inserted else { throw RouteError("\"\(text)\" names {\(name)} twice") }
            case .rest(let name):
                guard names.insert(name).inserted else { throw RouteError("\"\(text)\" names {\(name)} twice") }
                guard index == parts.count - 1 else {
                    throw RouteError("in \"\(text)\", {\(name)*} takes all the rest and must be the last segment")
                }
            }
            segments.append(segment)
        }
        self.segments = segments
    }

    private static func segment(_ part: Substring, of text: String) throws(RouteError) -> Segment {
        guard part.first == "{", part.last == "}" else {
            guard !part.contains(where: { $0 == "{" || $0 == "}" }) else {
                throw RouteError(
                    "in \"\(text)\", the segment \"\(part)\" mixes text and a parameter; {name} is a whole segment")
            }
            guard part != ".", part != ".." else { throw RouteError("\"\(text)\" has a segment \"\(part)\"") }
            return .literal(Array(part.utf8))
        }
        let isRest = part.dropLast().last == "*"
        let name = part.dropFirst().dropLast(isRest ? 2 : 1)
        let isName =
            !name.isEmpty && name.utf8.allSatisfy { ASCII.lowercased($0) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x5F }
        guard isName else {
            throw RouteError(
                "in \"\(text)\", \"\(part)\" is no parameter: a name of letters, digits and _ must stand in the braces")
        }
        return isRest ? .rest(String(name)) : .parameter(String(name))
    }
}
