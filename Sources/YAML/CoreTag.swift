import GatewayDiagnostics

/// A tag as the core schema knows it (YAML 1.2 §10.3.1).
enum CoreTag: String {
    case string = "str"
    case int
    case float
    case bool
    case null
    case sequence = "seq"
    case mapping = "map"
    /// A lone `!`: a string, list or mapping, whatever it looks like.
    case nonSpecific = "!"
    case unknown

    private static let prefix = "tag:yaml.org,2002:"

    init(_ name: String) {
        if name == "!" {
            self = .nonSpecific
        } else if name.hasPrefix(Self.prefix), let known = CoreTag(rawValue: String(name.dropFirst(Self.prefix.count)))
        {
            self = known
        } else {
            self = .unknown
        }
    }

    /// A tag's name as documents write it.
    static func shortName(_ name: String) -> String {
        name.hasPrefix(prefix) ? "!!" + name.dropFirst(prefix.count) : name
    }

    /// Whether it makes a plain scalar a string.
    var makesString: Bool { self == .string || self == .nonSpecific }

    /// Whether a scalar may bear it.
    func fits(_ scalar: Scalar) -> Bool {
        switch (self, scalar.resolved) {
        case (.string, _), (.nonSpecific, _), (.null, .null), (.bool, .bool), (.int, .int), (.int, .bigInt),
            (.float, .float), (.float, .int), (.float, .bigInt):
            true
        default: false
        }
    }

    /// Whether a list or mapping may bear it.
    func fits(isMapping: Bool) -> Bool {
        self == .nonSpecific || self == (isMapping ? .mapping : .sequence)
    }
}

/// The places of the anchor and the tag before a node; libyaml reports only where the first of them begins.
struct PropertySpan {
    /// Where the node itself begins; where its properties begin if it does not stand on their line.
    private(set) var contentStart: SourcePosition
    /// The tag, or just its first place.
    private(set) var tag: SourceSpan

    init(from start: SourcePosition, in file: SourceFile) {
        self.contentStart = start
        self.tag = file.span(start, start.advanced(by: 1))
        let line = Array((file.line(start.line) ?? "").unicodeScalars)
        var column = start.column - 1
        while column < line.count, line[column] == "&" || line[column] == "!" {
            let end = line[column...].firstIndex { $0 == " " || $0 == "\t" } ?? line.count
            if line[column] == "!" { tag = file.span(at(column, start), at(end, start)) }
            column = line[end...].firstIndex { $0 != " " && $0 != "\t" } ?? line.count
        }
        if column < line.count, line[column] != "#" { contentStart = at(column, start) }
    }

    private func at(_ index: Int, _ start: SourcePosition) -> SourcePosition {
        SourcePosition(line: start.line, column: index + 1)
    }
}
