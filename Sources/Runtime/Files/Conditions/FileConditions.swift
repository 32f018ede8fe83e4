/// What the conditions of a request come to for one version of a file (RFC 9110 §13.2.2).
enum FileConditions {
    /// What to send.
    enum Outcome: Hashable {
        case whole
        case part(Range<Int>)
        case notModified
        case preconditionFailed
        case rangeNotSatisfiable
    }

    static func evaluate(_ head: RequestHead, tag: EntityTag, modified: Int, size: Int) -> Outcome {
        if let match = head[.ifMatch] {
            guard tag.isNamed(in: match, strongly: true) else { return .preconditionFailed }
        } else if let since = head[.ifUnmodifiedSince].flatMap({ HTTPDate.parse($0) }) {
            guard modified <= since else { return .preconditionFailed }
        }
        if let noneMatch = head[.ifNoneMatch] {
            if tag.isNamed(in: noneMatch, strongly: false) { return .notModified }
        } else if let since = head[.ifModifiedSince].flatMap({ HTTPDate.parse($0) }) {
            if modified <= since { return .notModified }
        }
        guard head.method == .get, let range = head[.range], isFresh(head, tag: tag, modified: modified) else {
            return .whole
        }
        return part(range, of: size)
    }

    /// Whether the client's part is of this version: `If-Range` names it exactly (RFC 9110 §13.1.5).
    private static func isFresh(_ head: RequestHead, tag: EntityTag, modified: Int) -> Bool {
        guard let condition = head[.ifRange] else { return true }
        if condition.hasPrefix("\"") || condition.hasPrefix("W/") { return tag.isNamed(in: condition, strongly: true) }
        // A date is a strong validator only if the file had not just changed when it was given out.
        return !tag.isWeak && HTTPDate.parse(condition) == modified
    }

    /// One range of bytes. Several, other units and what can't be read are ignored, as RFC 9110 §14.2 allows: then all is sent.
    static func part(_ header: String, of size: Int) -> Outcome {
        let text = header.utf8
        let unit = "bytes="
        guard text.count > unit.utf8.count, zip(text, unit.utf8).allSatisfy({ ASCII.lowercased($0) == $1 }) else {
            return .whole
        }
        let range = text.dropFirst(unit.utf8.count)
        guard let dash = range.firstIndex(of: UInt8(ascii: "-")) else { return .whole }
        let before = number(range[..<dash])
        let after = number(range[range.index(after: dash)...])
        switch (before, after) {
        case (.none, .value(let count)):
            guard count > 0, size > 0 else { return .rangeNotSatisfiable }
            return .part(max(0, size - count)..<size)
        case (.value(let first), .none):
            return first < size ? .part(first..<size) : .rangeNotSatisfiable
        case (.value(let first), .value(let last)):
            guard first <= last else { return .whole }
            return first < size ? .part(first..<min(last, size - 1) + 1) : .rangeNotSatisfiable
        default:
            return .whole
        }
    }

    private enum Number {
        case none
        case value(Int)
        case bad
    }

    private static func number(_ text: Substring.UTF8View) -> Number {
        var digits = text.drop { $0 == 0x20 || $0 == 0x09 }
        while let last = digits.last, last == 0x20 || last == 0x09 { digits.removeLast() }
        if digits.isEmpty { return .none }
        guard digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return .bad }
        // A number past any file's size is as good as the greatest.
        return .value(digits.count > 18 ? Int.max - 1 : digits.reduce(0) { $0 * 10 + Int($1 &- 0x30) })
    }
}
