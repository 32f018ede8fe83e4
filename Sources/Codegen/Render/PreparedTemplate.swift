/// A template for many files: the library fills it once, and what differs from file to file is put in by hand.
///
/// The library takes a microsecond for each name it looks up, and a large spec has a thousand handlers.
struct PreparedTemplate {
    private enum Piece {
        case text(String)
        case field(String)
    }

    private let pieces: [Piece]

    /// - Parameters:
    ///   - texts: what stands in a line.
    ///   - blocks: lines that stand by themselves, asked for as `line` in a section of the name; there is always one.
    init(_ name: String, texts: [String], blocks: [String], in templates: Templates) throws(TemplateError) {
        var fields: ViewFields = [:]
        for name in texts { fields[name] = .text(Self.mark(name)) }
        for name in blocks { fields[name] = .block([Self.mark(name)]) }
        let filled = try templates.render(name, fields)
        pieces = filled.split(separator: Self.edge, omittingEmptySubsequences: false).enumerated().map { index, part in
            index % 2 == 0 ? .text(String(part)) : .field(String(part))
        }
    }

    /// The text of a file; a block is its lines without the last line break.
    func render(_ values: [String: String]) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .text(let text): result += text
            case .field(let name): result += values[name] ?? ""
            }
        }
        return result
    }

    /// No template and no spec has this character.
    private static let edge: Character = "\u{1}"

    private static func mark(_ name: String) -> String { "\(edge)\(name)\(edge)" }
}
