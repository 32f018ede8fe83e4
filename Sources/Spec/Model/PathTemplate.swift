public import GatewayDiagnostics

/// A route's path: text, `{name}` for a segment, `{name*}` for the rest.
public struct PathTemplate: Sendable {
    /// The segments between the slashes; none is `/`. A slash at the end means nothing and is not kept.
    public var segments: [Segment]

    /// One segment.
    public struct Segment: Sendable {
        /// What it matches.
        public var kind: Kind
        /// Where it is written.
        public var span: SourceSpan

        /// Makes a segment.
        public init(_ kind: Kind, span: SourceSpan) {
            self.kind = kind
            self.span = span
        }
    }

    /// What a segment matches.
    public enum Kind: Hashable, Sendable {
        /// This text.
        case literal(String)
        /// Any one segment.
        case parameter(String)
        /// All that is left, slashes too.
        case rest(String)
    }

    /// Makes a path.
    public init(segments: [Segment]) { self.segments = segments }

    /// The path as the spec writes it.
    public var text: String {
        "/"
            + segments.map { segment in
                switch segment.kind {
                case .literal(let text): text
                case .parameter(let name): "{\(name)}"
                case .rest(let name): "{\(name)*}"
                }
            }.joined(separator: "/")
    }

    /// The names of its parameters in their order.
    public var parameterNames: [Spanned<String>] {
        segments.compactMap { segment in
            switch segment.kind {
            case .literal: nil
            case .parameter(let name), .rest(let name): Spanned(name, segment.span)
            }
        }
    }
}
