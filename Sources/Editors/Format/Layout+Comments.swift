import GatewayDiagnostics
import GatewayYAML

extension Layout {
    /// Gives each comment to what it is about, by its place and, on a line of its own, its column.
    mutating func attach(_ comments: [Comment]) {
        var next = 1
        // Once a comment was given to what comes next, those behind it are too, so that their order stays.
        var given: Int?
        for comment in comments {
            while next < items.count, items[next].start < comment.start { next += 1 }
            let last = latest(before: next, comment.start)
            let line = Line(text: comment.text, isSpaced: comment.isAlone && isSpaced(comment.start))
            if !comment.isAlone {
                attachTrailing(line, to: last)
            } else if given == next, next < items.count {
                items[next].leading.append(line)
            } else if attachLeading(line, comment, after: last, next: next < items.count ? next : nil) {
                given = next
            }
        }
        markComments()
    }

    /// The item begun last before a place, unless its brackets or braces are closed by then: then the item around.
    private func latest(before next: Int, _ place: SourcePosition) -> Int {
        var item = next - 1
        while let parent = items[item].parent, groups[parent].node.isFlow, groups[parent].node.end <= place {
            item = groups[parent].owner
        }
        return item
    }

    /// A comment at the end of a line; where there is one already, and at the head of the document, it goes before the item.
    private mutating func attachTrailing(_ line: Line, to item: Int) {
        if items[item].trailing == nil, item > 0 {
            items[item].trailing = line.text
        } else {
            items[item].leading.append(line)
        }
    }

    /// Returns whether the comment went to the next item.
    private mutating func attachLeading(_ line: Line, _ comment: Comment, after last: Int, next: Int?) -> Bool {
        if let flow = flow(around: comment.start, from: last) {
            if let next, items[next].start < groups[flow].node.end {
                items[next].leading.append(line)
                return true
            }
            if groups[flow].items.isEmpty {
                items[groups[flow].owner].leading.append(line)
            } else {
                groups[flow].footer.append(line)
            }
            return false
        }
        if comment.start < items[last].value.start {
            // Between a key and its value, or at the head of the document.
            guard let group = items[last].group, !groups[group].node.isFlow, let next else {
                items[last].leading.append(line)
                return false
            }
            items[next].leading.append(line)
            return true
        }
        if let group = ended(after: last, before: next, column: comment.start.column) {
            groups[group].footer.append(line)
            return false
        }
        guard let next else {
            if let group = items[0].group, !groups[group].items.isEmpty {
                groups[group].footer.append(line)
            } else {
                items[0].leading.append(line)
            }
            return false
        }
        items[next].leading.append(line)
        return true
    }

    /// The innermost open brackets or braces around a place.
    private func flow(around place: SourcePosition, from item: Int) -> Int? {
        if let group = items[item].group, groups[group].node.isFlow, groups[group].node.start < place,
            place < groups[group].node.end
        {
            return group
        }
        return items[item].parent.flatMap { groups[$0].node.isFlow ? $0 : nil }
    }

    /// The innermost block that ends here and stands no further right than a comment, which then belongs to its end.
    private func ended(after last: Int, before next: Int?, column: Int) -> Int? {
        let outer = next.flatMap { items[$0].parent }
        var group = items[last].parent
        while let current = group, current != outer {
            if groups[current].node.start.column <= column { return current }
            group = items[groups[current].owner].parent
        }
        return nil
    }

    private mutating func markComments() {
        for index in items.indices where items[index].trailing != nil || !items[index].leading.isEmpty {
            mark(items[index].parent)
        }
        for index in groups.indices where !groups[index].footer.isEmpty { mark(index) }
    }

    private mutating func mark(_ group: Int?) {
        var group = group
        while let current = group, !groups[current].hasComments {
            groups[current].hasComments = true
            group = items[groups[current].owner].parent
        }
    }
}
