import GatewayDiagnostics
import GatewayYAML

/// Takes a path apart: text, `{name}`, and `{name*}` at its end.
enum PathText {
    /// Reads a path that begins at an offset (in Unicode scalars) of a node's text.
    static func read(_ text: String, in node: Node, from offset: Int) -> (path: PathTemplate?, complaints: [Complaint])
    {
        if let path = plain(text, in: node, from: offset) { return (path, []) }
        let scalars = Array(text.unicodeScalars)
        guard scalars.first == "/" else {
            let help =
                text.isEmpty ? "such as `GET /`" : text.contains("://") ? "write the path alone" : "write `/\(text)`"
            let part = offset..<(offset + max(scalars.count, 1))
            return (nil, [Complaint(.pathSyntax, "a path begins with '/'", help: help, part: part)])
        }
        var segments: [PathTemplate.Segment] = []
        var complaints: [Complaint] = []
        let count = scalars.count
        var start = 1
        while start <= count {
            let end = start < count ? scalars[start...].firstIndex(of: "/") ?? count : count
            if start == 1, count == 1 { break }
            let part = (offset + start)..<(offset + end)
            let span = node.span(from: part.lowerBound, count: part.count)
            var word = String.UnicodeScalarView()
            word.append(contentsOf: scalars[start..<end])
            // A slash at the end means nothing, as to the router.
            if word.isEmpty, end == count { break }
            switch segment(String(word), isLast: end == count, part: part) {
            case .success(let kind): segments.append(PathTemplate.Segment(kind, span: span))
            case .failure(let complaint): complaints.append(complaint)
            }
            start = end + 1
        }
        complaints += repeated(segments, offsets: node, from: offset, text: scalars)
        return complaints.isEmpty ? (PathTemplate(segments: segments), []) : (nil, complaints)
    }

    /// A path as nearly all are: words and `{name}`, none of them twice. Nil sends it the long way, which finds what is wrong.
    private static func plain(_ text: String, in node: Node, from offset: Int) -> PathTemplate? {
        guard let first = node.verbatimStart, text.utf8.first == slash else { return nil }
        var segments: [PathTemplate.Segment] = []
        var rest = Substring(text).utf8.dropFirst()
        // A byte is a character here: anything else is no word.
        var column = offset + 1
        while let end = rest.firstIndex(of: slash) ?? (rest.isEmpty ? nil : rest.endIndex) {
            // Names are compared with each other, so there are not many.
            guard segments.count < 32 else { return nil }
            let part = rest[..<end]
            let length = part.count
            let start = first.advanced(by: column)
            let span = SourceSpan(file: node.span.file, start: start, end: start.advanced(by: length))
            if isPlain(part) {
                segments.append(PathTemplate.Segment(.literal(String(Substring(part))), span: span))
            } else {
                guard let name = plainName(part) else { return nil }
                let kind = PathTemplate.Kind.parameter(name)
                guard !segments.contains(where: { $0.kind == kind }) else { return nil }
                segments.append(PathTemplate.Segment(kind, span: span))
            }
            column += length + 1
            rest = end == rest.endIndex ? rest[end...] : rest[rest.index(after: end)...]
        }
        return PathTemplate(segments: segments)
    }

    /// The name of a placeholder; nil for anything else.
    private static func plainName(_ part: Substring.UTF8View) -> String? {
        guard part.count > 2, part.first == UInt8(ascii: "{"), part.last == UInt8(ascii: "}") else { return nil }
        let name = String(Substring(part.dropFirst().dropLast()))
        return NameShape.type.complaint(name, what: "") == nil ? name : nil
    }

    private static let slash = UInt8(ascii: "/")

    private static func segment(
        _ text: String, isLast: Bool, part: Range<Int>
    ) -> Result<PathTemplate.Kind, Complaint> {
        func refuse(_ message: String, _ help: String? = nil) -> Result<PathTemplate.Kind, Complaint> {
            // An empty segment is shown by the slash behind it.
            .failure(
                Complaint(
                    .pathSyntax, message, help: help,
                    part: part.isEmpty ? part.lowerBound..<(part.lowerBound + 1) : part))
        }
        if text.isEmpty { return refuse("a path has no empty segments", "remove a slash") }
        if text == "." || text == ".." { return refuse("'\(text)' is no segment of a path") }
        if text.hasPrefix("{"), text.hasSuffix("}"), !text.dropFirst().dropLast().contains(where: { "{}".contains($0) })
        {
            return parameter(String(text.dropFirst().dropLast()), isLast: isLast, refuse: refuse)
        }
        if text.hasPrefix("{"), !text.contains("}") {
            return refuse("a brace is not closed", "write `\(text)}`")
        }
        if text.contains("{") || text.contains("}") {
            return refuse(
                "a placeholder is a whole segment",
                "put a slash on both sides of `{name}`, or take it apart in the handler")
        }
        if text.hasPrefix(":") { return refuse("':' begins no parameter here", "write `{\(text.dropFirst())}`") }
        if text.hasPrefix("<"), text.hasSuffix(">") {
            return refuse("angle brackets are no parameter here", "write `{\(text.dropFirst().dropLast())}`")
        }
        if text.contains("*") {
            return refuse("'*' stands in a placeholder alone", "write `{rest*}` for the rest of a path")
        }
        if text.contains("?") { return refuse("a path has no query", "declare it under `query:`") }
        if text.contains("#") { return refuse("a path has no fragment", "browsers do not send it") }
        if text.contains("%") {
            return refuse("a path is written as it reads", "write the character itself, not its % code")
        }
        if text.unicodeScalars.contains(where: {
            $0.value <= 0x20 || $0.value == 0x7F || "\"<>\\^`|".unicodeScalars.contains($0)
        }) {
            return refuse("a character that no path has")
        }
        return .success(.literal(text))
    }

    /// Whether it is a word as most segments are: then nothing has to be looked for in it.
    private static func isPlain(_ word: Substring.UTF8View) -> Bool {
        guard let first = word.first, first != UInt8(ascii: ".") else { return false }
        return word.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                true
            default: false
            }
        }
    }

    private static func parameter(
        _ text: String, isLast: Bool, refuse: (String, String?) -> Result<PathTemplate.Kind, Complaint>
    ) -> Result<PathTemplate.Kind, Complaint> {
        let isRest = text.hasSuffix("*")
        let name = isRest ? String(text.dropLast()) : text
        if name.isEmpty { return refuse("a placeholder needs a name", isRest ? "such as `{rest*}`" : "such as `{id}`") }
        if name.hasPrefix("*") || name.hasSuffix("...") {
            return refuse(
                "'{\(text)}' is no placeholder",
                "write `{\(name.filter { $0 != "*" && $0 != "." })*}` for the rest of a path")
        }
        if name.contains(":") {
            return refuse("a placeholder is a name alone", "its type and pattern stand under `path:`")
        }
        if NameShape.type.complaint(name, what: "") != nil {
            return refuse("'\(name)' is no name for a parameter", "letters, digits and _, a letter first")
        }
        if isRest, !isLast { return refuse("'{\(text)}' takes the rest of the path", "nothing can come behind it") }
        return .success(isRest ? .rest(name) : .parameter(name))
    }

    /// Finds parameters that stand in the path twice.
    private static func repeated(
        _ segments: [PathTemplate.Segment], offsets node: Node, from offset: Int, text: [Unicode.Scalar]
    ) -> [Complaint] {
        var seen: Set<String> = []
        var complaints: [Complaint] = []
        for segment in segments {
            switch segment.kind {
            case .literal: break
            case .parameter(let name), .rest(let name):
                if !seen.insert(name).inserted {
                    let column = segment.span.start.column - node.span(from: 0, count: 0).start.column
                    let length = segment.span.end.column - segment.span.start.column
                    let part =
                        column >= offset && column + length <= offset + text.count ? column..<(column + length) : nil
                    complaints.append(
                        Complaint(
                            .pathSyntax, "the parameter '\(name)' stands in the path twice",
                            help: "give it another name", part: part))
                }
            }
        }
        return complaints
    }
}
