import GatewayDiagnostics
import GatewayYAML

/// A document's entries and items with the comments that belong to them: what the printer goes through.
struct Layout {
    let file: SourceFile
    /// Every entry and item in the order of the text; the first is the document itself.
    var items: [Item] = []
    /// Every list and mapping; inner ones behind those that they stand in.
    var groups: [Group] = []
    /// Whether there are anchors, aliases or tags.
    private(set) var hasProperties = false

    /// An entry of a mapping, an item of a list, or the document.
    struct Item {
        let key: SyntaxNode?
        let value: SyntaxNode
        /// Where its key or its dash stands.
        let start: SourcePosition
        /// The list or mapping that it is in.
        let parent: Int?
        /// The list or mapping that it holds.
        var group: Int?
        /// Comments on lines of their own before it.
        var leading: [Line] = []
        /// The comment at the end of its line.
        var trailing: String?
        /// Whether a blank line stands before it.
        var isSpaced: Bool
        /// Whether its value is a type that may be absent, which `T?` says.
        var isOptionalType = false
    }

    /// A list or a mapping.
    struct Group {
        let node: SyntaxNode
        let isMapping: Bool
        /// The item that holds it.
        let owner: Int
        var items: [Int] = []
        /// Comments behind the last item.
        var footer: [Line] = []
        /// Whether a comment stands in it or further in.
        var hasComments = false
    }

    /// A comment on a line of its own.
    struct Line {
        let text: String
        /// Whether a blank line stands before it.
        var isSpaced = false
    }

    init(_ root: SyntaxNode, file: SourceFile) {
        self.file = file
        add(nil, root, start: .start, in: nil)
    }

    private mutating func add(_ key: SyntaxNode?, _ value: SyntaxNode, start: SourcePosition, in parent: Int?) {
        let index = items.count
        items.append(
            Item(key: key, value: value, start: start, parent: parent, isSpaced: parent != nil && isSpaced(start)))
        if let parent { groups[parent].items.append(index) }
        note(key)
        note(value)
        switch value.content {
        case .scalar, .alias: break
        case .sequence(let values):
            let group = addGroup(value, isMapping: false, owner: index)
            for item in values {
                add(nil, item, start: value.isFlow ? item.start : dash(of: item, in: value), in: group)
            }
        case .mapping(let entries):
            let group = addGroup(value, isMapping: true, owner: index)
            for entry in entries { add(entry.key, entry.value, start: entry.key.start, in: group) }
        }
    }

    private mutating func addGroup(_ node: SyntaxNode, isMapping: Bool, owner: Int) -> Int {
        groups.append(Group(node: node, isMapping: isMapping, owner: owner))
        items[owner].group = groups.count - 1
        return groups.count - 1
    }

    private mutating func note(_ node: SyntaxNode?) {
        guard let node else { return }
        if node.anchor != nil || node.tag != nil { hasProperties = true }
        if case .alias = node.content { hasProperties = true }
    }

    /// Where an item's dash stands: in the list's column, on the item's line or on one before.
    private func dash(of item: SyntaxNode, in list: SyntaxNode) -> SourcePosition {
        let column = list.start.column
        var line = item.start.line
        while line > list.start.line {
            let scalars = (file.line(line) ?? "").unicodeScalars
            if scalars.dropFirst(column - 1).first == "-" { break }
            line -= 1
        }
        return SourcePosition(line: line, column: column)
    }

    /// Whether a place is the first on its line, behind a blank one.
    func isSpaced(_ place: SourcePosition) -> Bool {
        guard place.line > 1, let line = file.line(place.line), let above = file.line(place.line - 1) else {
            return false
        }
        let before = line.unicodeScalars.prefix(place.column - 1)
        return before.allSatisfy(Self.isBlank) && above.unicodeScalars.allSatisfy(Self.isBlank)
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }
}
