/// The parameters behind the `?` of a target, decoded when asked for (`application/x-www-form-urlencoded`).
public struct QueryParameters: Sendable {
    /// What stands before and after the `=`, decoded; nil where the encoding is broken.
    private let source: [UInt8]
    private let range: Range<Int>

    package init(bytes: [UInt8], range: Range<Int>) {
        source = bytes
        self.range = range
    }

    /// The parameters of a query without its `?`.
    public init(_ query: String) {
        source = Array(query.utf8)
        range = source.indices
    }

    /// The query as it was sent.
    public var rawValue: String { String(decoding: source[range], as: UTF8.self) }

    /// Whether there is none.
    public var isEmpty: Bool { range.isEmpty }

    /// The first value of a parameter; nil if it is absent. `a` and `a=` have the value "".
    public subscript(_ name: String) -> String? {
        var result: String?
        forEachPair { pair in
            guard URLEncoded.name(pair.name, is: name) else { return true }
            result = URLEncoded.decode(pair.value)
            return false
        }
        return result
    }

    /// All values of a parameter, in their order.
    public func all(_ name: String) -> [String] {
        var result: [String] = []
        forEachPair { pair in
            if URLEncoded.name(pair.name, is: name), let value = URLEncoded.decode(pair.value) { result.append(value) }
            return true
        }
        return result
    }

    /// All names and values, in their order; what is broken is left out.
    public var pairs: [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        forEachPair { pair in
            if let name = URLEncoded.decode(pair.name), let value = URLEncoded.decode(pair.value) {
                result.append((name, value))
            }
            return true
        }
        return result
    }

    /// Whether there are no more than so many.
    func hasAtMost(_ most: Int) -> Bool {
        var count = 0
        forEachPair { _ in
            count += 1
            return count <= most
        }
        return count <= most
    }

    /// Calls the closure with the raw bytes of each pair until it answers false.
    package func forEachPair(_ body: (URLEncoded.Pair) -> Bool) {
        source.withUnsafeBytes { bytes in
            URLEncoded.forEachPair(UnsafeRawBufferPointer(rebasing: bytes[range]), body)
        }
    }
}
