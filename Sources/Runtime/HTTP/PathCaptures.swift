/// Where the values of a pattern's `{names}` stand in a canonical path; up to four need no memory of their own.
package struct PathCaptures: Sendable {
    package private(set) var names: [String]
    package private(set) var count = 0
    private var inline: (ByteRange, ByteRange, ByteRange, ByteRange) = (.empty, .empty, .empty, .empty)
    private var overflow: [ByteRange] = []

    package init(names: [String]) {
        self.names = names
    }

    package static let none = PathCaptures(names: [])

    package mutating func append(_ range: ByteRange) {
        switch count {
        case 0: inline.0 = range
        case 1: inline.1 = range
        case 2: inline.2 = range
        case 3: inline.3 = range
        default: overflow.append(range)
        }
        count += 1
    }

    package mutating func removeLast() {
        guard count > 0 else { return }
        count -= 1
        if count >= 4 { overflow.removeLast() }
    }

    /// Says what the values are called, once the route is known.
    package mutating func name(_ names: [String]) {
        self.names = names
    }

    package subscript(_ index: Int) -> ByteRange {
        switch index {
        case 0: inline.0
        case 1: inline.1
        case 2: inline.2
        case 3: inline.3
        default: overflow.indices.contains(index - 4) ? overflow[index - 4] : .empty
        }
    }

    /// The place of one parameter's value; nil if the pattern has none of this name.
    package func range(of name: String) -> ByteRange? {
        for index in 0..<min(count, names.count) where names[index] == name { return self[index] }
        return nil
    }

    package func parameters(_ target: RequestTarget, _ head: RequestHead) -> PathParameters {
        guard count > 0 else { return .none }
        return target.withPath(head) { path in
            PathParameters(
                names: names, values: (0..<count).map { String(decoding: path[self[$0].range], as: UTF8.self) })
        }
    }
}
