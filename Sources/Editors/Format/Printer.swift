import GatewayYAML

/// Writes a layout: two spaces an indent, one space behind a colon and inside braces, two before a comment.
struct Printer {
    private let layout: Layout
    private let scalars: ScalarText
    private var lines: [String] = []

    private init(_ layout: Layout) {
        self.layout = layout
        scalars = ScalarText(file: layout.file)
    }

    /// The text of a document; it ends with a line break, unless it is empty.
    static func print(_ layout: Layout) -> String {
        var printer = Printer(layout)
        let root = layout.items[0]
        printer.add(root.leading, indent: 0, isFirst: true)
        if let group = root.group, root.value.isFlow == false || printer.line(of: root, after: "") == nil {
            if !Self.properties(root.value).isEmpty { printer.lines.append("---" + Self.properties(root.value)) }
            printer.printGroup(group, indent: 0, prefix: nil)
        } else if root.value.text != "" || root.value.anchor != nil || root.value.tag != nil {
            printer.printValue(root, after: "", indent: 0)
        }
        return printer.lines.map { $0 + "\n" }.joined()
    }

    // MARK: Lines

    /// A blank line, unless one stands there, or nothing does.
    private mutating func addBlank(_ isWanted: Bool) {
        if isWanted, let last = lines.last, last != "" { lines.append("") }
    }

    private mutating func add(_ comments: [Layout.Line], indent: Int, isFirst: Bool) {
        for (index, comment) in comments.enumerated() {
            addBlank(comment.isSpaced && !(isFirst && index == 0))
            lines.append(Self.spaces(indent) + comment.text)
        }
    }

    private static func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    // MARK: Blocks

    /// The items of a list or mapping as a block; behind `prefix`, if the first stands on the line of the dash around it.
    private mutating func printGroup(_ group: Int, indent: Int, prefix: String?) {
        for (position, index) in layout.groups[group].items.enumerated() {
            let item = layout.items[index]
            let isCompact = position == 0 && prefix != nil
            if !isCompact {
                var hoisted = hoisted(item, indent: indent)
                if !hoisted.isEmpty { hoisted[0].isSpaced = item.isSpaced }
                add(item.leading + hoisted, indent: indent, isFirst: position == 0)
                let isHead = position == 0 && item.leading.isEmpty
                addBlank(item.isSpaced && hoisted.isEmpty && !isHead)
            }
            let start = isCompact ? prefix ?? "" : Self.spaces(indent)
            if let key = item.key {
                printValue(item, after: start + keyText(key) + ":", indent: indent)
            } else if let inner = compactGroup(item, indent: indent) {
                printGroup(inner, indent: indent + 2, prefix: start + "- ")
            } else {
                printValue(item, after: start + "-", indent: indent)
            }
        }
        add(layout.groups[group].footer, indent: indent, isFirst: false)
    }

    /// The list or mapping of a list's item that begins right behind the dash.
    private func compactGroup(_ item: Layout.Item, indent: Int) -> Int? {
        guard item.key == nil, let group = item.group, Self.properties(item.value).isEmpty,
            line(of: item, after: Self.spaces(indent) + "-") == nil
        else { return nil }
        return group
    }

    /// The comments of what stands right behind a dash: they can only go before it.
    private func hoisted(_ item: Layout.Item, indent: Int) -> [Layout.Line] {
        guard let group = compactGroup(item, indent: indent), let first = layout.groups[group].items.first else {
            return []
        }
        let inner = layout.items[first]
        let own = item.trailing.map { [Layout.Line(text: $0)] } ?? []
        return own + inner.leading.map { Layout.Line(text: $0.text) } + hoisted(inner, indent: indent + 2)
    }

    /// A value behind its key or dash, on the same line or below.
    private mutating func printValue(_ item: Layout.Item, after start: String, indent: Int) {
        let comment = item.trailing.map { "  " + $0 } ?? ""
        if let line = line(of: item, after: start) {
            lines.append(line + comment)
        } else if let group = item.group {
            lines.append(start + Self.properties(item.value) + comment)
            printGroup(group, indent: indent + 2, prefix: nil)
        } else {
            let head = start + Self.properties(item.value)
            let text = Self.joined(head, scalars.line(item.value) ?? "")
            let room = max(SpecFormatter.width - indent - 2, 40)
            let isShort = text.unicodeScalars.count <= SpecFormatter.width
            guard let block = scalars.block(item.value, room: room, isShort: isShort) else {
                return lines.append(text + comment)
            }
            lines.append(Self.joined(head, block.header) + comment)
            lines += block.lines.map { $0.isEmpty ? "" : Self.spaces(indent + 2) + $0 }
        }
    }

    /// The line of an alias, of an empty list or mapping, or of one in brackets or braces that has room; nil for all else.
    private func line(of item: Layout.Item, after start: String) -> String? {
        if case .alias(let name) = item.value.content { return start + " *\(name)" }
        guard let group = item.group, item.value.isFlow, !layout.groups[group].hasComments else { return nil }
        let line = Self.joined(start + Self.properties(item.value), flow(group))
        let hasRoom = line.unicodeScalars.count <= SpecFormatter.width
        return hasRoom || layout.groups[group].items.isEmpty ? line : nil
    }

    // MARK: Brackets and braces

    private func flow(_ group: Int) -> String {
        let texts = layout.groups[group].items.map { flowItem(layout.items[$0]) }
        guard layout.groups[group].isMapping else { return "[" + texts.joined(separator: ", ") + "]" }
        return texts.isEmpty ? "{}" : "{ " + texts.joined(separator: ", ") + " }"
    }

    private func flowItem(_ item: Layout.Item) -> String {
        let value = flowValue(item)
        guard let key = item.key else { return value }
        return value.isEmpty ? keyText(key) : "\(keyText(key)): \(value)"
    }

    private func flowValue(_ item: Layout.Item) -> String {
        if case .alias(let name) = item.value.content { return "*\(name)" }
        // Some other parsers refuse `T?` inside of braces, though YAML 1.2 takes it.
        if item.isOptionalType, case .scalar(let scalar) = item.value.content, scalar.style == .plain,
            scalar.text.hasSuffix("?"), scalar.text.count > 1
        {
            return "{ type: \(scalar.text.dropLast()), optional: true }"
        }
        let text = item.group.map(flow) ?? scalars.line(item.value) ?? ""
        return String(Self.joined(Self.properties(item.value), text).drop { $0 == " " })
    }

    // MARK: Parts

    /// A key on one line; an alias needs a space before the colon.
    private func keyText(_ key: SyntaxNode) -> String {
        if case .alias(let name) = key.content { return "*\(name) " }
        let text = Self.joined(Self.properties(key), scalars.line(key) ?? "")
        return String(text.drop { $0 == " " })
    }

    /// Anchor and tag, each behind a space.
    private static func properties(_ node: SyntaxNode) -> String {
        (node.anchor.map { " &\($0)" } ?? "") + (node.tag.map { " \($0)" } ?? "")
    }

    private static func joined(_ head: String, _ text: String) -> String {
        text.isEmpty ? head : head.isEmpty ? text : head + " " + text
    }
}
